import { parse as parseForm } from 'node:querystring';
import { jsonOutline } from './json-outline.ts';
import { framings, type ServedAnswer } from './served-answer.ts';

/** What the documentation of a provider says of its token answer, written down a second time. */
interface AnswerFacts {
  /** Members that tell of an error when they hold anything but null, false, 0 or an empty text. */
  readonly errors: readonly string[];
  /** Values of `code` that mean success; undefined where there is no such member. */
  readonly codes?: readonly unknown[];
  readonly defaultS: number;
  readonly maximumS?: number;
  readonly hasExpiration?: true;
}

/** Facts by preset id. */
const facts: Readonly<Record<string, AnswerFacts>> = {
  celerdata: { errors: ['error'], codes: [20000, 0], defaultS: 3600 },
  'ibm-dbaas': { errors: ['error', 'errorCode', 'code'], defaultS: 3300, maximumS: 3600 },
  'ibm-iam': {
    errors: ['error', 'errorCode'],
    defaultS: 3300,
    maximumS: 3600,
    hasExpiration: true,
  },
  layar: { errors: ['error'], defaultS: 43_200 },
  oauth2: { errors: ['error'], defaultS: 3600 },
};

/** Presets whose answers can be judged. */
export const judgedPresetIds = Object.keys(facts);

/**
 * Whether a client may take a token from an answer, by RFC 6749, RFC 8259, RFC 9112 and the provider's documentation. Nothing
 * of the product is asked.
 */
export type Judgement =
  | {
      /** `must`: a good answer. `may`: a careful client refuses it, a tolerant one reads it; nobody reads anything else. */
      readonly verdict: 'must' | 'may';
      readonly token: string;
      /** The token ends at this time at the latest, epoch milliseconds; `must`: exactly. */
      readonly endsAtMs: number;
    }
  | {
      readonly verdict: 'never';
      /** Steps that a refusal can name. */
      readonly steps: readonly ('connect' | 'answer' | 'token')[];
    };

const bodyLimitBytes = 256 * 1024;
const longestMs = 3650 * 86_400_000;

/** Judges an answer that was asked for at `nowMs`. */
export function judge(presetId: string, answer: ServedAnswer, nowMs: number): Judgement {
  const { status, framing } = answer;
  const isSound = (framings.sound as readonly string[]).includes(framing);
  if ((framings.broken as readonly string[]).includes(framing)) return never('connect', 'answer');
  if (status !== 200) return never('connect', 'answer');
  if (answer.body.length > bodyLimitBytes) return never('answer');
  const body = framing === 'longerThanSaid' ? answer.body.subarray(0, answer.body.length >> 1) : answer.body;
  const judged = judgeBody(presetId, body, answer.headers['content-type'] ?? '', nowMs);
  if (judged.verdict === 'never') return isSound ? judged : never('connect', 'answer', 'token');
  return isSound ? judged : { ...judged, verdict: 'may' };
}

function never(...steps: ('connect' | 'answer' | 'token')[]): Judgement {
  return { verdict: 'never', steps };
}

function judgeBody(presetId: string, body: Buffer, contentType: string, nowMs: number): Judgement {
  const text = body
    .toString('utf8')
    .replace(/^\ufeff+/, '')
    .trim();
  const members = readJson(text) ?? readForm(text, contentType);
  if (members === null) return never('answer', 'token');
  const { value, isPlain } = members;
  const { errors, codes } = facts[presetId] as AnswerFacts;
  const own = (name: string) => (Object.hasOwn(value, name) ? value[name] : undefined);
  if (errors.some((name) => ![undefined, null, false, 0, ''].includes(own(name) as null)))
    return never('answer');
  const code = own('code') ?? null;
  if (codes !== undefined && code !== null && !codes.includes(code)) return never('answer');
  const token = tokenOf(own('access_token'));
  const type = own('token_type') ?? '';
  const isBearer = typeof type === 'string' && /^(bearer)?$/i.test(type);
  if (token === null || !isBearer) return isPlain ? never('token') : never('answer', 'token');
  const isStrict = isPlain && token === own('access_token') && body.toString('utf8').startsWith('{');
  return {
    verdict: isStrict && Buffer.from(body.toString('utf8')).equals(body) ? 'must' : 'may',
    token,
    endsAtMs: endsAtMs(facts[presetId] as AnswerFacts, own, token, nowMs),
  };
}

interface Members {
  readonly value: Readonly<Record<string, unknown>>;
  /** A JSON object in which no member stands twice and nothing is nested deeply. */
  readonly isPlain: boolean;
}

function readJson(text: string): Members | null {
  const outline = jsonOutline(text);
  if (outline === null || outline.repeatsAtTop) return null;
  return { value: outline.value, isPlain: !outline.repeatsInside && outline.depth <= 8 };
}

function readForm(text: string, contentType: string): Members | null {
  if (!/^application\/x-www-form-urlencoded/i.test(contentType) || /^[{[<]/.test(text)) return null;
  const value = { ...parseForm(text) };
  // Node gives a list for a name that stands twice.
  return Object.values(value).some(Array.isArray) ? null : { value, isPlain: false };
}

/** The text that may be used as a token: printable ASCII without spaces, at most 16 KiB, without its scheme. */
function tokenOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 16_384) return null;
  let token = value;
  while (token.toLowerCase().startsWith('bearer ')) token = token.slice('bearer '.length);
  const isVisible = [...token].every((character) => character > ' ' && character <= '~');
  return isVisible && token !== '' && token.toLowerCase() !== 'bearer' ? token : null;
}

/** The earliest end that anything in the answer names, else the provider's default. */
function endsAtMs(
  { defaultS, maximumS, hasExpiration }: AnswerFacts,
  own: (name: string) => unknown,
  token: string,
  nowMs: number,
): number {
  const named = [lengthMs(seconds(own('expires_in')) * 1000, nowMs), jwtLifeMs(token, nowMs)];
  if (hasExpiration) named.push(seconds(own('expiration')) * 1000 - nowMs);
  const usable = named.filter((ms) => ms >= 1 && ms <= longestMs);
  const lifeMs = usable.length === 0 ? defaultS * 1000 : Math.min(...usable);
  return nowMs + Math.max(1, Math.floor(Math.min(lifeMs, (maximumS ?? Number.POSITIVE_INFINITY) * 1000)));
}

/** More than ten years mean ten; a Unix time in place of a length says nothing, nor does what no calendar holds. */
function lengthMs(ms: number, nowMs: number): number {
  if (!(ms > longestMs)) return ms;
  const isInstant = Math.abs(ms - nowMs) < longestMs || Math.abs(ms / 1000 - nowMs) < longestMs;
  return isInstant || ms > 8.64e15 ? Number.NaN : longestMs;
}

function seconds(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[0-9]{1,15}(\.[0-9]+)?$/.test(value.trim())
    ? Number(value)
    : Number.NaN;
}

/** Time to `exp`, at most the time between `iat` and `exp`; only the latter where `exp` has passed by our clock. */
function jwtLifeMs(token: string, nowMs: number): number {
  const payload = jsonOutline(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))?.value;
  if (token.split('.').length !== 3 || payload === undefined) return Number.NaN;
  const { exp, iat } = payload;
  if (typeof exp !== 'number') return Number.NaN;
  const leftMs = exp * 1000 - nowMs;
  const wholeMs = typeof iat === 'number' ? (exp - iat) * 1000 : Number.NaN;
  if (!(wholeMs > 0)) return leftMs;
  return leftMs > 0 ? Math.min(leftMs, wholeMs) : wholeMs;
}
