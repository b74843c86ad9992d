import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';

/** Members of the answer, joined by dots: `context.requestId`. A number picks from an array. */
export const path = v.pipe(
  v.string(),
  v.regex(/^[\w-]+(\.[\w-]+)*$/, 'must be member names joined by dots, such as data.access_token'),
  v.maxLength(200),
);
/** Paths that are tried in order. */
const paths = v.array(path);
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

function statuses(highest: number) {
  return v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(highest))),
    v.minLength(1),
  );
}

/** When an answer counts as success: a status, and what the body must say. */
export const successRule = v.strictObject({
  statuses: v.optional(statuses(299), [200]),
  body: v.optional(v.array(bodyRule), []),
});

/** As {@link successRule}; where something is deleted, `404` may mean that it is gone already. */
export const callSuccessRule = v.strictObject({
  ...successRule.entries,
  statuses: v.optional(statuses(499), [200]),
});

/** See {@link successRule}. */
export type SuccessRule = v.InferOutput<typeof successRule>;

/** Where an answer says what went wrong; RFC 6749 section 5.2 unless the preset says otherwise. */
export const errorPaths = v.strictObject({
  code: v.optional(paths, ['error']),
  message: v.optional(paths, ['error_description', 'message']),
  requestId: v.optional(paths, []),
});

/** See {@link errorPaths}. */
export type ErrorPaths = v.InferOutput<typeof errorPaths>;

/** A time in an answer. `rfc3339` also takes `2030-01-01T00:00+0000`. */
export const timeAt = v.strictObject({
  path,
  format: v.picklist(['unixSeconds', 'unixMilliseconds', 'rfc3339']),
});

/** See {@link timeAt}. */
export type TimeAt = v.InferOutput<typeof timeAt>;

/** A further value of an answer, shown to the user and usable as `{{outputs.<id>}}`. */
export const output = v.strictObject({ id: fieldId, label: v.pipe(v.string(), v.minLength(1)), path });

/** Where the token answer holds what (RFC 6749 section 5.1 and the services that differ from it). */
export const tokenAnswerRule = v.strictObject({
  success: v.optional(successRule, {}),
  token: v.optional(v.pipe(paths, v.minLength(1)), ['access_token']),
  /** Text field with a path that is tried first. */
  tokenPathField: v.optional(fieldId),
  /** When the answer states a type there, it must be one of `tokenTypes`, without regard to case. */
  tokenType: v.optional(path, 'token_type'),
  tokenTypes: v.optional(v.pipe(v.array(v.string()), v.minLength(1)), ['bearer']),
  /** Lifetime as number or numeric text, or as `text` such as `24h` and `PT1H`. */
  expiresIn: v.optional(v.strictObject({ path, unit: v.picklist(['s', 'ms', 'text']) }), {
    path: 'expires_in',
    unit: 's',
  }),
  expiresAt: v.optional(timeAt),
  /** A refresh token in the answer takes the place of this secret field's value. */
  refreshToken: v.optional(v.strictObject({ path: v.optional(path, 'refresh_token'), field: fieldId })),
  outputs: v.optional(v.array(output), []),
  error: v.optional(errorPaths, {}),
  /** Lifetime when the answer says nothing, as documented by the provider. */
  defaultLifetimeS: v.optional(lifetimeS),
  /** Choice field whose value, in seconds, is the lifetime when the answer says nothing. */
  defaultLifetimeField: v.optional(fieldId),
  /** No token of this provider lives longer, whatever the answer says. */
  maximumLifetimeS: v.optional(lifetimeS),
});

/** See {@link tokenAnswerRule}. */
export type TokenAnswerRule = v.InferOutput<typeof tokenAnswerRule>;
