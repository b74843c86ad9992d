import * as v from 'valibot';
import { byField } from './by-field.ts';
import { errorPaths, successRule, tokenAnswerRule } from './preset-answer.ts';
import { presetProblems } from './preset-checks.ts';
import { fieldId, presetField, presetId } from './preset-fields.ts';
import { clientAuthentication, presetRequest } from './preset-request.ts';

const link = v.strictObject({
  id: v.picklist(['console', 'docs']),
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** Opened in the browser exactly as it stands here. */
  url: v.pipe(v.string(), v.url(), v.startsWith('https://')),
});

/** A harmless call that shows that a token works. */
const testCall = v.strictObject({
  /** Skipped when its URL is a field that the user left empty. */
  request: byField(presetRequest),
  success: successRule,
  error: errorPaths,
  /** One line about the answer; variables are paths into it and an array reads as its length: `{{data.list}}`. */
  summary: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

const common = {
  id: presetId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  summary: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  links: v.array(link),
  fields: v.pipe(v.array(presetField), v.minLength(1)),
  /** The field that the list of keys shows as client id. */
  clientIdField: v.optional(fieldId),
  needsExtraCa: v.optional(v.boolean(), false),
  testCall,
};

/** The key is exchanged for a token by an HTTP call. */
const exchangePreset = v.strictObject({
  ...common,
  keyKind: v.literal('exchange'),
  exchange: v.strictObject({
    request: presetRequest,
    clientAuthentication: byField(clientAuthentication),
    answer: tokenAnswerRule,
  }),
});

/** The key is itself the token. */
const staticPreset = v.strictObject({ ...common, keyKind: v.literal('static'), tokenField: fieldId });

const shape = v.variant('keyKind', [exchangePreset, staticPreset]);

/** All that Keyfob knows about a provider, as data. */
export type Preset = v.InferOutput<typeof shape>;
/** A preset whose key is exchanged for a token. */
export type ExchangePreset = v.InferOutput<typeof exchangePreset>;
/** A preset whose key is itself the token. */
export type StaticPreset = v.InferOutput<typeof staticPreset>;

/** The preset format: the shape, and that everything it refers to exists (see {@link presetProblems}). */
export const presetSchema = v.pipe(
  shape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of presetProblems(dataset.value)) addIssue({ message });
  }),
);
