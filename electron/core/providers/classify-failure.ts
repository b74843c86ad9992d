import type { ExchangeStep, Failure, FailureKind } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { firstValueAt } from './json-path.ts';
import type { ParsedBody } from './parse-body.ts';
import type { ErrorPaths } from './preset-answer.ts';
import { providerText } from './provider-text.ts';
import { retryAfterMs } from './retry-after.ts';

/** What is needed to read any answer. */
export interface AnswerContext {
  /** Host and port that were called. */
  readonly host: string;
  readonly step: ExchangeStep;
  /** Texts that must not appear in any message. */
  readonly secrets: readonly string[];
  readonly receivedAtMs: number;
}

/** RFC 6749 section 5.2 and RFC 6750 section 3.1: asking again with the same key changes nothing. */
const refusals = new Set([
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'invalid_token',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  // A licence problem at Layar, whatever the status.
  'payment_required',
]);
/** RFC 6749 section 4.1.2.1 defines the two for another endpoint; token endpoints use them as well. */
const serviceFaults = new Set(['temporarily_unavailable', 'server_error']);

/** CelerData's codes are an HTTP status and two digits (40001); IBM's are a component, a number and E for error. */
const refusalCode = /^(4|[a-z]{3,8}\d{4}e$)/;

/** What the body of a success status says against it: nothing, some error, or a plain no where a yes was expected. */
export type BodyVerdict = 'nothing' | 'error' | 'no';

/** Why an answer is no success, in our kinds, with what the service said about it. */
export function classifyFailure(
  answer: HttpAnswer,
  body: ParsedBody,
  paths: ErrorPaths,
  context: AnswerContext,
  verdict: BodyVerdict,
): Failure {
  const { status, headers } = answer;
  const { secrets } = context;
  const json = body.kind === 'json' ? body.value : undefined;
  const code = providerText(firstValueAt(json, paths.code), 80, secrets);
  const said = body.kind === 'text' ? body.text : firstValueAt(json, paths.message);
  const message = providerText(said, 300, secrets);
  const requestId = providerText(firstValueAt(json, paths.requestId), 120, secrets);
  const waitMs = retryAfterMs(headers, context.receivedAtMs);
  const [kind, reason] = isStrayPage(answer, body)
    ? (['serviceFailed', 'webPage'] as const)
    : kindOf(status, code?.toLowerCase(), verdict);
  return {
    kind,
    step: context.step,
    host: context.host,
    httpStatus: status,
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { providerCode: code }),
    ...(message === undefined ? {} : { providerMessage: message }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

/**
 * Whether a web page refused instead of the service: proxies, VPN gateways and sign-in pages answer with one, and they go
 * away by themselves. A service that refuses a key says so as data, or at least names its scheme (RFC 9110 section
 * 11.6.1: a 401 must have `WWW-Authenticate`).
 */
function isStrayPage({ status, headers, body }: HttpAnswer, parsed: ParsedBody): boolean {
  if (![400, 401, 403].includes(status) || headers['www-authenticate'] !== undefined) return false;
  // XML reads as `html`, too, but is the language of services.
  const isPage = /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(body);
  return parsed.kind === 'html' && isPage;
}

function kindOf(
  status: number,
  code: string | undefined,
  verdict: BodyVerdict,
): readonly [FailureKind, reason?: string] {
  if (status === 429 || code === 'slow_down') return ['rateLimited'];
  if (code !== undefined && refusals.has(code)) return ['refused'];
  if (code !== undefined && serviceFaults.has(code)) return ['serviceFailed'];
  if (status === 408 || status === 425 || status >= 500) return ['serviceFailed'];
  if (status >= 400 && status <= 403) return ['refused'];
  if (status === 404) return ['unusableAnswer', 'notFound'];
  if (status === 405) return ['unusableAnswer', 'methodNotAllowed'];
  if (status >= 300 && status < 400) return ['redirected'];
  if (verdict === 'no') return ['refused'];
  if (verdict === 'error') return kindOfCode(code ?? '');
  return ['unusableAnswer', 'unexpectedStatus'];
}

/**
 * The kind of an error that came with a success status. Only a code that is known to judge the key stops the key until it
 * is edited: an unknown one may pass.
 */
function kindOfCode(code: string): readonly [FailureKind, reason?: string] {
  if (/^429\d*$/.test(code)) return ['rateLimited'];
  if (/^(408|425|5\d\d)\d*$/.test(code)) return ['serviceFailed'];
  return refusalCode.test(code) ? ['refused'] : ['serviceFailed', 'unknownError'];
}
