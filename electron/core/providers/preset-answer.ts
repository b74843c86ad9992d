import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';

/** Members of the answer, joined by dots: `context.requestId`. A number picks from an array. */
const path = v.pipe(v.string(), v.regex(/^[\w-]+(\.[\w-]+)*$/), v.maxLength(200));
/** Paths that are tried in order. */
const paths = v.optional(v.array(path), []);
const lifetimeS = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(315_360_000));

const bodyRule = v.union([
  v.strictObject({
    path,
    isOneOf: v.pipe(v.array(v.union([v.string(), v.number(), v.boolean()])), v.minLength(1)),
    /** The rule counts only when the member is there: some services send their error envelope with status 200. */
    mayBeAbsent: v.optional(v.boolean(), false),
  }),
  v.strictObject({ path, isPresent: v.literal(true) }),
]);

/** When an answer counts as success: a status, and what the body must say. */
export const successRule = v.strictObject({
  statuses: v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(299))),
    v.minLength(1),
  ),
  body: v.optional(v.array(bodyRule), []),
});

/** See {@link successRule}. */
export type SuccessRule = v.InferOutput<typeof successRule>;

/** Where an answer says what went wrong. */
export const errorPaths = v.strictObject({ code: paths, message: paths, requestId: paths });

/** See {@link errorPaths}. */
export type ErrorPaths = v.InferOutput<typeof errorPaths>;

/** Where the token answer holds what (RFC 6749 section 5.1 and the services that differ from it). */
export const tokenAnswerRule = v.strictObject({
  success: successRule,
  token: v.pipe(v.array(path), v.minLength(1)),
  /** When the answer states a type there, it must be `Bearer`. */
  tokenType: v.optional(path),
  /** Lifetime in seconds, as number or numeric text. */
  expiresInS: v.optional(path),
  expiresAt: v.optional(v.strictObject({ path, format: v.literal('unixSeconds') })),
  /** Whether the token is a JWT whose `exp` counts (RFC 7519 section 4.1.4). */
  jwtExpiry: v.optional(v.boolean(), false),
  outputs: v.optional(
    v.array(v.strictObject({ id: fieldId, label: v.pipe(v.string(), v.minLength(1)), path })),
    [],
  ),
  error: errorPaths,
  /** Lifetime when the answer says nothing, as documented by the provider. */
  defaultLifetimeS: v.optional(lifetimeS),
  /** No token of this provider lives longer, whatever the answer says. */
  maximumLifetimeS: v.optional(lifetimeS),
});

/** See {@link tokenAnswerRule}. */
export type TokenAnswerRule = v.InferOutput<typeof tokenAnswerRule>;
