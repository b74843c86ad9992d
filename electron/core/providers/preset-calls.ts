import * as v from 'valibot';
import { byField } from './by-field.ts';
import { callSuccessRule, errorPaths, output, path, timeAt } from './preset-answer.ts';
import { fieldId } from './preset-fields.ts';
import { presetRequest, template } from './preset-request.ts';

/** A call to the provider besides the exchange. Its outputs are variables of the calls after it. */
export const providerCall = v.strictObject({
  request: byField(presetRequest),
  /** It carries the client authentication of the exchange, as RFC 7009 and RFC 7662 ask for. */
  authenticated: v.optional(v.boolean(), false),
  success: v.optional(callSuccessRule, {}),
  error: v.optional(errorPaths, {}),
  outputs: v.optional(v.array(v.omit(output, ['label'])), []),
});

/** See {@link providerCall}. */
export type ProviderCall = v.InferOutput<typeof providerCall>;

const calls = v.pipe(v.array(providerCall), v.minLength(1), v.maxLength(5));

/**
 * A harmless call that shows that a token works; with `authenticated` also token introspection (RFC 7662). Skipped when
 * its URL is a field that the user left empty.
 */
export const testCall = v.strictObject({
  ...providerCall.entries,
  /** One line about the answer; variables are paths into it and an array reads as its length: `{{data.list}}`. */
  summary: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200)), 'OK'),
});

/** See {@link testCall}. */
export type TestCall = v.InferOutput<typeof testCall>;

/** Finds the element that is meant in a list: the one whose member equals the text. */
const listRule = v.strictObject({
  path: v.optional(path),
  where: v.strictObject({ path, equals: template }),
});

/** Asks the provider about the key itself. What the last answer says is stored. */
export const keyDetailsRule = v.strictObject({
  calls,
  /** The last answer is a list (or holds one at a path) of which one element is this key. */
  list: v.optional(listRule),
  expiresAt: v.optional(timeAt),
  createdAt: v.optional(timeAt),
});

/** See {@link keyDetailsRule}. */
export type KeyDetailsRule = v.InferOutput<typeof keyDetailsRule>;

/**
 * Makes a new secret at the provider before the old one dies. Variables: `rotation.name`, a new name each time;
 * `rotation.hours`, the lifetime asked for. After `create` the new secret is tested, then it takes the field's place.
 * `remove` runs with the old secret's outputs of `create` (calls before the one that creates tell what the old one is).
 */
export const rotationRule = v.strictObject({
  secretField: fieldId,
  create: calls,
  /** Where the last answer of `create` holds the new secret. */
  secret: path,
  expiresAt: v.optional(timeAt),
  remove: calls,
});

/** See {@link rotationRule}. */
export type RotationRule = v.InferOutput<typeof rotationRule>;

/** Values that a provider offers for a text field, asked with a token. */
export const lookUpRule = v.strictObject({
  field: fieldId,
  call: providerCall,
  /** The list in the answer; the answer itself when left out. */
  list: v.optional(path),
  value: path,
  label: path,
});

/** See {@link lookUpRule}. */
export type LookUpRule = v.InferOutput<typeof lookUpRule>;

/** Sign-in with a code on another page (RFC 8628). `poll` may use `{{outputs.device_code}}`. */
export const signInRule = v.strictObject({ start: providerCall, poll: presetRequest });

/** See {@link signInRule}. */
export type SignInRule = v.InferOutput<typeof signInRule>;
