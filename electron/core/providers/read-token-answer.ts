import { ok, type Result } from '#core/failure';
import { jwtTimes } from '#core/jwt-expiry';
import { claimsByOurClock, tokenLifetime } from '#core/lifetime';
import type { HttpAnswer } from '#core/ports';
import { Secret } from '#core/secret';
import { serverSkewMs } from '#core/server-skew';
import type { Token, TokenOutput } from '#core/token';
import type { AnswerContext } from './classify-failure.ts';
import { firstValueAt, valueAt } from './json-path.ts';
import { judgeAnswer, unusable } from './judge-answer.ts';
import { parseBody } from './parse-body.ts';
import type { ExchangePreset } from './preset.ts';
import type { TimeAt, TokenAnswerRule } from './preset-answer.ts';
import { providerText } from './provider-text.ts';
import { parseDuration, parseTime } from './time-formats.ts';
import { readTokenText } from './token-text.ts';

/**
 * Reads the answer of a token endpoint.
 *
 * @param fields the key's fields that are not secret
 * @param obtainedAtMs the wall clock just before the request was sent
 */
export function readTokenAnswer(
  preset: ExchangePreset,
  fields: Readonly<Record<string, string>>,
  answer: HttpAnswer,
  obtainedAtMs: number,
  context: AnswerContext,
): Result<Token> {
  const rule = preset.exchange.answer;
  const judged = judgeAnswer(answer, rule.success, rule.error, context);
  if (!judged.ok) return judged;
  const inToken = { ...context, step: 'token' } as const;
  if (judged.value.kind !== 'json') return unusable('notJson', answer, inToken);
  const json = judged.value.value;

  const ownPath = fields[rule.tokenPathField ?? ''];
  const paths = ownPath === undefined ? rule.token : [ownPath, ...rule.token];
  const text = readTokenText(firstValueAt(json, paths));
  if ('problem' in text) return unusable(text.problem, answer, inToken);
  if (!isBearer(json, rule)) return unusable('tokenType', answer, inToken);
  const claims = {
    relativeMs: durationAt(json, rule.expiresIn),
    absoluteMs: rule.expiresAt === undefined ? null : timeAt(json, rule.expiresAt),
    jwt: jwtTimes(text.token),
  };
  const { expiresAtMs, source } = tokenLifetime(
    claimsByOurClock(claims, serverSkewMs(answer, obtainedAtMs, context.receivedAtMs)),
    { defaultS: defaultLifetimeS(rule, fields), maximumS: rule.maximumLifetimeS ?? null },
    obtainedAtMs,
  );
  return ok({
    value: new Secret(text.token),
    obtainedAtMs,
    expiresAtMs,
    lifetimeSource: source,
    tokenType: 'Bearer',
    outputs: readOutputs(json, rule, [...context.secrets, text.token]),
  });
}

/**
 * RFC 6749 section 7.1: a token of an unknown type must not be used. Many services leave the type out, and then the
 * preset's word counts.
 */
function isBearer(json: object, rule: TokenAnswerRule): boolean {
  const type = valueAt(json, rule.tokenType);
  if (type === undefined || type === null || type === '') return true;
  return (
    typeof type === 'string' && rule.tokenTypes.some((known) => known.toLowerCase() === type.toLowerCase())
  );
}

/** The refresh token in an answer, or null (RFC 6749 section 5.1). */
export function refreshTokenIn(preset: ExchangePreset, answer: HttpAnswer): Secret | null {
  const rule = preset.exchange.answer.refreshToken;
  const body = parseBody(answer);
  if (rule === undefined || body.kind !== 'json') return null;
  const text = readTokenText(valueAt(body.value, rule.path));
  return 'token' in text ? new Secret(text.token) : null;
}

/** A time in an answer, epoch milliseconds, or null. */
export function timeAt(json: unknown, { path, format }: TimeAt): number | null {
  return parseTime(valueAt(json, path), format);
}

function durationAt(json: object, { path, unit }: TokenAnswerRule['expiresIn']): number | null {
  const value = valueAt(json, path);
  if (unit === 'text') return typeof value === 'string' ? parseDuration(value) : null;
  // A relative time is written like a Unix time: a number or a text of digits.
  return parseTime(value, unit === 's' ? 'unixSeconds' : 'unixMilliseconds');
}

function defaultLifetimeS(rule: TokenAnswerRule, fields: Readonly<Record<string, string>>): number | null {
  const chosen = Number(fields[rule.defaultLifetimeField ?? ''] ?? '');
  return chosen > 0 ? chosen : (rule.defaultLifetimeS ?? null);
}

/** Outputs are shown, so one that holds a secret or cannot be shown as it is counts as missing. */
function readOutputs(json: object, rule: TokenAnswerRule, secrets: readonly string[]): TokenOutput[] {
  return rule.outputs.flatMap(({ id, label, path }) => {
    const value = valueAt(json, path);
    const shown = providerText(value, 400, secrets);
    return shown !== undefined && shown === String(value) ? [{ id, label, value: shown }] : [];
  });
}
