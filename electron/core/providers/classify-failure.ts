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

/**
 * Why an answer is no success, in our kinds, with what the service said about it. `bodySaysError`: the status is that of a
 * success and the body is not.
 */
export function classifyFailure(
  answer: HttpAnswer,
  body: ParsedBody,
  paths: ErrorPaths,
  context: AnswerContext,
  bodySaysError: boolean,
): Failure {
  const { status, headers } = answer;
  const { secrets } = context;
  const json = body.kind === 'json' ? body.value : undefined;
  const code = providerText(firstValueAt(json, paths.code), 80, secrets);
  const said = body.kind === 'text' ? body.text : firstValueAt(json, paths.message);
  const message = providerText(said, 300, secrets);
  const requestId = providerText(firstValueAt(json, paths.requestId), 120, secrets);
  const waitMs = retryAfterMs(headers, context.receivedAtMs);
  const [kind, reason] = kindOf(status, code?.toLowerCase(), bodySaysError);
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

function kindOf(
  status: number,
  code: string | undefined,
  bodySaysError: boolean,
): [FailureKind, reason?: string] {
  if (status === 429 || code === 'slow_down') return ['rateLimited'];
  if (code !== undefined && refusals.has(code)) return ['refused'];
  if (code !== undefined && serviceFaults.has(code)) return ['serviceFailed'];
  if (status === 408 || status === 425 || status >= 500) return ['serviceFailed'];
  if (status >= 400 && status <= 403) return ['refused'];
  if (status === 404) return ['unusableAnswer', 'notFound'];
  if (status === 405) return ['unusableAnswer', 'methodNotAllowed'];
  if (status >= 300 && status < 400) return ['redirected'];
  // The service has judged the key, so it is not asked again.
  if (bodySaysError) return ['refused'];
  return ['unusableAnswer', 'unexpectedStatus'];
}
