import { checkAddress, isLoopback } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { Secret } from '#core/secret';
import type { AnswerContext } from './classify-failure.ts';
import { firstValueAt, valueAt } from './json-path.ts';
import { judgeAnswer } from './judge-answer.ts';
import { parseBody } from './parse-body.ts';
import type { ProviderCall } from './preset-calls.ts';
import { providerText } from './provider-text.ts';
import { parseTime } from './time-formats.ts';

/** What a device authorization endpoint answered: RFC 8628 section 3.2. */
export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  readonly userCode: string;
  /** https; the one with the code in it where there is one. */
  readonly verificationUri: string;
  readonly expiresAtMs: number;
  readonly intervalMs: number;
}

/** RFC 8628 section 3.2: when no interval is stated, five seconds. */
const usualIntervalMs = 5_000;
/** Codes live for minutes; more than an hour is a mistake. */
const longestLifeMs = 3_600_000;

/** Reads the answer of a device authorization endpoint. Failures: as of a call, and unusableAnswer (noDeviceCode). */
export function readDeviceAuthorization(
  call: ProviderCall,
  answer: HttpAnswer,
  askedAtMs: number,
  context: AnswerContext,
): Result<DeviceAuthorization> {
  const judged = judgeAnswer(answer, call.success, call.error, context);
  if (!judged.ok) return judged;
  const json = judged.value.kind === 'json' ? judged.value.value : undefined;
  const deviceCode = valueAt(json, 'device_code');
  const userCode = providerText(valueAt(json, 'user_code'), 60, context.secrets);
  // Google writes `verification_url`.
  const uri = firstValueAt(json, ['verification_uri_complete', 'verification_uri', 'verification_url']);
  const lifeMs = parseTime(valueAt(json, 'expires_in'), 'unixSeconds');
  const isWhole =
    typeof deviceCode === 'string' &&
    /^[\x21-\x7e]{1,4096}$/.test(deviceCode) &&
    userCode !== undefined &&
    typeof uri === 'string' &&
    isSignInPage(uri, context.host);
  if (!isWhole) {
    const { step, host } = context;
    return fail('unusableAnswer', { step, host, httpStatus: answer.status, reason: 'noDeviceCode' });
  }
  const intervalMs = parseTime(valueAt(json, 'interval'), 'unixSeconds') ?? usualIntervalMs;
  return ok({
    deviceCode: new Secret(deviceCode),
    userCode,
    verificationUri: uri,
    expiresAtMs: askedAtMs + Math.min(lifeMs !== null && lifeMs > 0 ? lifeMs : 600_000, longestLifeMs),
    intervalMs: Math.min(Math.max(intervalMs, 1_000), 60_000),
  });
}

/** SECURITY: the browser is not sent to a program on this computer by a service that is elsewhere. */
function isSignInPage(uri: string, calledHost: string): boolean {
  const page = checkAddress(uri);
  return page.ok && (!isLoopback(page.value) || isLoopback(new URL(`https://${calledHost}`)));
}

/** What a poll says while the user has not finished (RFC 8628 section 3.5); null: it is over, well or not. */
export function waitingFor(answer: HttpAnswer): 'authorization_pending' | 'slow_down' | null {
  const body = parseBody(answer);
  const error = body.kind === 'json' ? valueAt(body.value, 'error') : undefined;
  return error === 'authorization_pending' || error === 'slow_down' ? error : null;
}
