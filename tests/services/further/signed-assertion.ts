import { decodeJwt, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { type FurtherCredential, type RefusalKind, Refused, type Visit } from './service-description.ts';

/** What a service demands of a JWT that a client signs with its own key. Times are seconds. */
export interface AssertionRules {
  /** How a bad assertion is refused. */
  readonly kind: RefusalKind;
  /** RS256 if absent. */
  readonly algorithms?: readonly string[];
  /** Which key a JWT of this issuer must be signed with. */
  readonly credentialOf: (iss: string, visit: Visit) => FurtherCredential | undefined;
  /** The values of which `aud` must be one; absent: no audience is demanded. */
  readonly audiences?: (visit: Visit) => readonly string[];
  /** What `sub` must be; absent: it may be anything. */
  readonly subject?: (iss: string, visit: Visit) => string;
  /** Claims that must be there, beside `iss` and `exp`. */
  readonly needs?: readonly string[];
  /** How late after `iat`, or after now, `exp` may be. */
  readonly longest: { readonly after: 'iat' | 'now'; readonly seconds: number };
  /** How far the clocks may differ. */
  readonly skewS: number;
  /** Further demands on header and claims; a text says what is wrong. */
  readonly alsoWrong?: (
    header: JWTHeaderParameters,
    claims: JWTPayload,
    credential: FurtherCredential,
  ) => string | undefined;
}

/** Verifies signature and claims (RFC 7519, RFC 7523 section 3) by the service's clock. Throws {@link Refused}. */
export async function verifyAssertion(
  visit: Visit,
  assertion: string,
  rules: AssertionRules,
): Promise<{ credential: FurtherCredential; claims: JWTPayload }> {
  const refuse = (text: string): never => {
    throw new Refused(rules.kind, text);
  };
  const iss = issuerOf(assertion) ?? refuse('the assertion is no JWT with an issuer');
  const credential = rules.credentialOf(iss, visit) ?? refuse('the issuer is unknown');
  if (credential.keyPair === undefined) return refuse('the issuer has no key');
  const audience = rules.audiences?.(visit);
  const subject = rules.subject?.(iss, visit);
  const verified = await jwtVerify(assertion, credential.keyPair.publicKey, {
    algorithms: [...(rules.algorithms ?? ['RS256'])],
    currentDate: new Date(visit.inside.nowMs()),
    clockTolerance: rules.skewS,
    requiredClaims: ['exp', ...(rules.needs ?? [])],
    ...(audience && { audience: [...audience] }),
    ...(subject !== undefined && { subject }),
  }).catch((error: Error) => refuse(error.message));
  const { payload: claims, protectedHeader } = verified;
  const wrong =
    wrongTime(claims, visit.inside.nowMs() / 1000, rules) ??
    rules.alsoWrong?.(protectedHeader as JWTHeaderParameters, claims, credential);
  if (wrong !== undefined) return refuse(wrong);
  if (claims.jti !== undefined && !visit.inside.isFirstUse(`${iss} ${claims.jti}`)) {
    return refuse('the assertion was used before');
  }
  return { credential, claims };
}

function wrongTime({ iat, exp = 0 }: JWTPayload, nowS: number, rules: AssertionRules): string | undefined {
  if (iat !== undefined && iat > nowS + rules.skewS) return 'iat is in the future';
  const { after, seconds } = rules.longest;
  // A service that counts from `iat` asks for it by `needs`.
  const fromS = after === 'iat' ? (iat ?? nowS) : nowS + rules.skewS;
  return exp > fromS + seconds ? `exp is more than ${seconds} s after ${after}` : undefined;
}

/** `iss` of a JWT, unverified. */
export function issuerOf(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt<{ iss?: unknown }>(assertion);
    // GitHub's app ids are numbers, and some libraries send them as such.
    return typeof iss === 'string' || typeof iss === 'number' ? String(iss) : undefined;
  } catch {
    return undefined;
  }
}
