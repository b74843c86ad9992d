import * as v from 'valibot';
import { byField } from './by-field.ts';
import { path, tokenAnswerRule } from './preset-answer.ts';
import {
  keyDetailsRule,
  lookUpRule,
  providerCall,
  rotationRule,
  signInRule,
  testCall,
} from './preset-calls.ts';
import { presetProblems } from './preset-checks.ts';
import { fieldId, presetField, presetId } from './preset-fields.ts';
import { apiCall, copyForm, importHints } from './preset-hints.ts';
import { jwtRule } from './preset-jwt.ts';
import { clientAuthentication, presetRequest, template } from './preset-request.ts';

const link = v.strictObject({
  id: v.picklist(['console', 'docs']),
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** Opened in the browser exactly as it stands here. */
  url: v.pipe(v.string(), v.url(), v.startsWith('https://')),
});

const common = {
  /** For editors: where the JSON Schema of this format is. */
  $schema: v.optional(v.string()),
  id: presetId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  summary: v.optional(v.pipe(v.string(), v.maxLength(300)), ''),
  /** Further words to find it by in the gallery. */
  keywords: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(40))), []),
  links: v.optional(v.array(link), []),
  fields: v.pipe(v.array(presetField), v.minLength(1)),
  /** Groups of fields of which at least one must be filled. */
  needsOneOf: v.optional(v.array(v.pipe(v.array(fieldId), v.minLength(2))), []),
  /** The field that the list of keys shows as client id. */
  clientIdField: v.optional(fieldId),
  needsExtraCa: v.optional(v.boolean(), false),
  testCall: v.optional(byField(testCall)),
  keyDetails: v.optional(keyDetailsRule),
  rotation: v.optional(rotationRule),
  lookUps: v.optional(v.array(lookUpRule), []),
  apiCall: v.optional(byField(apiCall)),
  copyAs: v.optional(v.array(copyForm), []),
  importHints: v.optional(importHints, {}),
};

/** The key is exchanged for a token by an HTTP call. */
const exchangePreset = v.strictObject({
  ...common,
  keyKind: v.literal('exchange'),
  /** Endpoints are read from an issuer's metadata: OpenID Connect Discovery 1.0 or RFC 8414. */
  discovery: v.optional(v.strictObject({ issuerField: fieldId })),
  exchange: v.strictObject({
    request: byField(presetRequest),
    clientAuthentication: v.optional(byField(clientAuthentication), { method: 'none' }),
    /** Gives the variable `{{assertion}}`. */
    assertion: v.optional(byField(jwtRule)),
    answer: v.optional(tokenAnswerRule, {}),
  }),
  signIn: v.optional(signInRule),
  /** RFC 7009. */
  revocation: v.optional(providerCall),
});

/** The key is itself the token. */
const staticPreset = v.strictObject({ ...common, keyKind: v.literal('static'), tokenField: fieldId });

/** The token is a JWT that is signed here; nobody is asked. */
const signedPreset = v.strictObject({ ...common, keyKind: v.literal('signed'), token: jwtRule });

/** A command prints the token (docs/rules-and-findings.md, P7). */
const execPreset = v.strictObject({
  ...common,
  keyKind: v.literal('exec'),
  /** Text field with the absolute path of the program. */
  commandField: fieldId,
  /** Arguments, each a template; one that comes out empty is left out. (JSON modules cannot have a member `arguments`.) */
  commandArguments: v.optional(v.array(template), []),
  /** Text field with further arguments, separated by white space. */
  argumentsField: v.optional(fieldId),
  output: v.optional(
    v.strictObject({
      /**
       * The table of `dataos-ctl user apikey get`, and which row is meant: the field offers the names in it. With
       * `createArguments` the same program makes the next key, under the name `{{rotation.name}}` and for
       * `{{rotation.hours}}` hours, and prints it in the same form; the user is asked before each run.
       */
      dataosTable: v.optional(
        v.strictObject({ nameField: fieldId, createArguments: v.optional(v.array(template)) }),
      ),
      /** It is JSON: where the token and its end stand. */
      paths: v.optional(v.strictObject({ token: path, expiresAt: v.optional(path) })),
    }),
    {},
  ),
});

const shape = v.variant('keyKind', [exchangePreset, staticPreset, signedPreset, execPreset]);

/** All that Keyfob knows about a provider, as data. */
export type Preset = v.InferOutput<typeof shape>;
/** A preset whose key is exchanged for a token. */
export type ExchangePreset = v.InferOutput<typeof exchangePreset>;
/** A preset whose key is itself the token. */
export type StaticPreset = v.InferOutput<typeof staticPreset>;
/** A preset whose token is signed here. */
export type SignedPreset = v.InferOutput<typeof signedPreset>;
/** A preset whose token is printed by a command. */
export type ExecPreset = v.InferOutput<typeof execPreset>;

/** The shape of a preset file, without the cross-references; the published JSON Schema is made from it. */
export const presetShape = shape;

/** The preset format: the shape, and that everything it refers to exists (see {@link presetProblems}). */
export const presetSchema = v.pipe(
  shape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { path: place, message } of presetProblems(dataset.value))
      addIssue({ message: `${place}: ${message}` });
  }),
);
