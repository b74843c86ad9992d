import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';
import { jwtAlgorithm, jwtTexts } from './preset-request.ts';

/**
 * A JWT that is signed here: as assertion of a grant (RFC 7523 section 2.1), as the Bearer of a call (GitHub App) or as
 * the token itself (Snowflake). `iat` and `exp` are added; claims whose text comes out empty are left out.
 */
export const jwtRule = v.strictObject({
  algorithm: v.optional(jwtAlgorithm, 'RS256'),
  /** Secret field with the private key. */
  keyField: fieldId,
  passphraseField: v.optional(fieldId),
  header: v.optional(jwtTexts, {}),
  claims: jwtTexts,
  /** From now to `exp`. */
  lifetimeS: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(86_400)),
  /** How far `iat` lies in the past, for services whose clock is behind ours. */
  issuedAgoS: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(300)), 0),
  /** Whether each JWT gets a `jti` of its own, and `nbf`. */
  hasId: v.optional(v.boolean(), false),
});

/** See {@link jwtRule}. */
export type JwtRule = v.InferOutput<typeof jwtRule>;
