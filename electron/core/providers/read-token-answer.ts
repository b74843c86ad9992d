import { ok, type Result } from '#core/failure';
import { jwtTimes } from '#core/jwt-expiry';
import { tokenLifetime } from '#core/lifetime';
import type { HttpAnswer } from '#core/ports';
import { Secret } from '#core/secret';
import type { Token, TokenOutput } from '#core/token';
import type { AnswerContext } from './classify-failure.ts';
import { firstValueAt, valueAt } from './json-path.ts';
import { judgeAnswer, unusable } from './judge-answer.ts';
import type { ExchangePreset } from './preset.ts';
import type { TokenAnswerRule } from './preset-answer.ts';
import { providerText } from './provider-text.ts';
import { readTokenText } from './token-text.ts';

/** Reads the answer of a token endpoint. `obtainedAtMs` is the wall clock just before the request was sent. */
export function readTokenAnswer(
  preset: ExchangePreset,
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

  const text = readTokenText(firstValueAt(json, rule.token));
  if ('problem' in text) return unusable(text.problem, answer, inToken);
  if (!isBearer(json, rule)) return unusable('tokenType', answer, inToken);
  const { expiresAtMs, source } = tokenLifetime(
    {
      expiresInS: rule.expiresInS === undefined ? undefined : valueAt(json, rule.expiresInS),
      expiresAtS: rule.expiresAt === undefined ? undefined : valueAt(json, rule.expiresAt.path),
      jwt: rule.jwtExpiry ? jwtTimes(text.token) : null,
    },
    { defaultS: rule.defaultLifetimeS ?? null, maximumS: rule.maximumLifetimeS ?? null },
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
  const type = rule.tokenType === undefined ? undefined : valueAt(json, rule.tokenType);
  if (type === undefined || type === null || type === '') return true;
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

/** Outputs are shown, so one that holds a secret or cannot be shown as it is counts as missing. */
function readOutputs(json: object, rule: TokenAnswerRule, secrets: readonly string[]): TokenOutput[] {
  return rule.outputs.flatMap(({ id, label, path }) => {
    const value = valueAt(json, path);
    const shown = providerText(value, 400, secrets);
    return shown !== undefined && shown === String(value) ? [{ id, label, value: shown }] : [];
  });
}
