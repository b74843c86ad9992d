import { fail, ok, type Result } from '#core/failure';
import { jwtTimes } from '#core/jwt-expiry';
import { sanityLimitMs } from '#core/lifetime';
import type { LifetimeSource } from '#core/token';
import { readDataosTable } from './dataos-table.ts';
import { valueAt } from './json-path.ts';
import { parseBody } from './parse-body.ts';
import { parseTime } from './time-formats.ts';
import { readTokenText } from './token-text.ts';

/** What the user or the preset says of the output. Where neither is said its form is found out. */
export interface CommandOutputRule {
  /** It is JSON that holds these members (names joined by dots). The time may be RFC 3339 or Unix, in seconds or milliseconds. */
  readonly paths?: { readonly token: string; readonly expiresAt?: string | undefined };
  /** It is a table of `dataos-ctl`; the name of the key to take. */
  readonly dataosKeyName?: string;
}

/** The token that a command printed. */
export interface CommandToken {
  /** Secret. */
  readonly token: string;
  /** Epoch milliseconds, possibly in the past: commands keep tokens. Null when neither output nor token says it. */
  readonly expiresAtMs: number | null;
  /** Null exactly when `expiresAtMs` is. */
  readonly source: Extract<LifetimeSource, 'relative' | 'absolute' | 'jwt'> | null;
}

/** What an output says, before the token itself is looked at. */
interface Found {
  readonly token: unknown;
  readonly expiresAtMs?: number | null;
  readonly expiresInS?: unknown;
}

/**
 * The token in a command's standard output; failure: commandFailed (notAToken).
 *
 * Without a rule: a JSON object of a form that a well-known tool prints, else a single line that is a token, bare or as
 * `IAM token:  Bearer …`. Where a rule says the form, no other is tried: an output that does not fit is an error message,
 * or holds another token than the one that was meant. `obtainedAtMs` is the wall clock just before the command started.
 */
export function readCommandOutput(
  output: string,
  rule: CommandOutputRule,
  obtainedAtMs: number,
): Result<CommandToken> {
  const found = findToken(output, rule);
  const text = readTokenText(found?.token);
  if (found === null || 'problem' in text)
    return fail('commandFailed', { step: 'token', reason: 'notAToken' });
  return ok({ token: text.token, ...lifetimeOf(found, text.token, obtainedAtMs) });
}

/**
 * The earliest end that is named. Unlike a service's answer the output is not known to be fresh, so that a time in the past
 * is believed and a JWT counts by its `exp` alone.
 */
function lifetimeOf(found: Found, token: string, obtainedAtMs: number): Omit<CommandToken, 'token'> {
  const lifeMs = parseTime(found.expiresInS, 'unixSeconds') ?? 0;
  const ends = [
    { expiresAtMs: lifeMs > 0 ? obtainedAtMs + lifeMs : null, source: 'relative' as const },
    { expiresAtMs: found.expiresAtMs ?? null, source: 'absolute' as const },
    { expiresAtMs: parseTime(jwtTimes(token)?.expiresAtMs, 'unixMilliseconds'), source: 'jwt' as const },
  ];
  const named = ends.flatMap(({ expiresAtMs, source }) =>
    expiresAtMs !== null && expiresAtMs - obtainedAtMs <= sanityLimitMs ? [{ expiresAtMs, source }] : [],
  );
  return named.toSorted((a, b) => a.expiresAtMs - b.expiresAtMs)[0] ?? { expiresAtMs: null, source: null };
}

function findToken(output: string, rule: CommandOutputRule): Found | null {
  if (rule.dataosKeyName !== undefined) return inDataosTable(output, rule.dataosKeyName);
  const body = parseBody({ headers: {}, body: output });
  if (body.kind === 'json')
    return rule.paths === undefined ? inKnownForm(body.value) : atPaths(body.value, rule.paths);
  return body.kind === 'text' && rule.paths === undefined ? inLine(body.text) : null;
}

/** Of several keys with the name the one that ends last. */
function inDataosTable(output: string, name: string): Found | null {
  const named = (readDataosTable(output) ?? []).filter((row) => row.name === name);
  return named.toSorted((a, b) => (b.expiresAtMs ?? 0) - (a.expiresAtMs ?? 0))[0] ?? null;
}

function atPaths(json: object, paths: NonNullable<CommandOutputRule['paths']>): Found {
  const expiresAt = paths.expiresAt === undefined ? undefined : valueAt(json, paths.expiresAt);
  return { token: valueAt(json, paths.token), expiresAtMs: anyTime(expiresAt) };
}

/**
 * - Kubernetes ExecCredential (client-go, `pkg/apis/clientauthentication/v1/types.go`)
 * - Google's executable-sourced credentials (google-auth-library, `pluggable-auth-client.ts`). A SAML answer is no token.
 * - `az account get-access-token`: `expires_on` is Unix time. `expiresOn` is a local time without a zone, read only
 *   where a version of the tool writes one; the token is a JWT that says it, too.
 * - `databricks auth token` and any answer of a token endpoint that is handed on (RFC 6749 section 5.1)
 */
function inKnownForm(json: object): Found | null {
  const at = (path: string) => valueAt(json, path);
  if (at('kind') === 'ExecCredential') {
    return { token: at('status.token'), expiresAtMs: anyTime(at('status.expirationTimestamp')) };
  }
  if (at('version') !== undefined && at('success') !== undefined) {
    return at('success') === true
      ? { token: at('id_token'), expiresAtMs: anyTime(at('expiration_time')) }
      : null;
  }
  if (at('accessToken') !== undefined) {
    return { token: at('accessToken'), expiresAtMs: anyTime(at('expires_on')) ?? anyTime(at('expiresOn')) };
  }
  // RFC 6749 section 7.1: a token of another type must not be used as if it were this one.
  const type = at('token_type') ?? '';
  if (typeof type !== 'string' || !/^(?:bearer)?$/i.test(type)) return null;
  const absolute = ['expiry', 'expires_on', 'expires_at', 'expiration'].map((name) => anyTime(at(name)));
  return {
    token: at('access_token'),
    expiresAtMs: absolute.find((ms) => ms !== null) ?? null,
    expiresInS: at('expires_in'),
  };
}

const labelled = /^(?:[\w ]*token:\s*)?bearer\s+(\S+)$/i;
/** What `jq` and `az --query` print for a member that is not there. */
const nothing = /^(?:null|none|undefined)$/i;

/** Quotation marks around the token are those of a JSON text, which `az --query accessToken` prints. */
function inLine(text: string): Found | null {
  const token = labelled.exec(text)?.[1] ?? text.replace(/^"([^"\\]*)"$/, '$1');
  return nothing.test(token) ? null : { token };
}

/** Seconds and milliseconds cannot be mistaken for each other: this many seconds are the year 5138, as milliseconds it is 1973. */
const leastMilliseconds = 1e11;

function anyTime(value: unknown): number | null {
  const seconds = parseTime(value, 'unixSeconds');
  if (seconds !== null && seconds < leastMilliseconds * 1000) return seconds;
  return parseTime(value, 'unixMilliseconds') ?? parseTime(value, 'rfc3339');
}
