import { fail, ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { type AnswerContext, type BodyVerdict, classifyFailure } from './classify-failure.ts';
import { valueAt } from './json-path.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';
import type { ErrorPaths, SuccessRule } from './preset-answer.ts';

/**
 * Whether an answer is a success by its preset's rule. A success status is not enough: services answer 200 with an
 * `error` member, with an error envelope of their own, or with a login page.
 */
export function judgeAnswer(
  answer: HttpAnswer,
  success: SuccessRule,
  error: ErrorPaths,
  context: AnswerContext,
): Result<ParsedBody> {
  const body = parseBody(answer);
  const failed = (verdict: BodyVerdict) =>
    ({ ok: false, failure: classifyFailure(answer, body, error, context, verdict) }) as const;
  if (!success.statuses.includes(answer.status)) return failed('nothing');
  // Where an error status counts as success (what is to be deleted is gone), its body speaks of the error.
  if (answer.status >= 400) return ok(body);
  if (body.kind === 'html') return unusable('html', answer, context);
  if (body.kind === 'badJson') return unusable(body.reason, answer, context);
  const json = body.kind === 'json' ? body.value : undefined;
  // A preset that takes 404 for a success, as where something is deleted already, expects the error in its body.
  if (answer.status < 400 && reportsError(json, success, error)) return failed('error');
  for (const rule of success.body) {
    const value = valueAt(json, rule.path);
    const isAbsent = value === undefined || value === null;
    if ('isPresent' in rule) {
      if (isAbsent) return unusable('notSuccess', answer, context);
    } else if (isAbsent) {
      if (!rule.mayBeAbsent) return unusable('notSuccess', answer, context);
    } else if (!rule.isOneOf.some((expected) => expected === value))
      // `"allow": false` where the rule wants `true` is a judgement; any other value is a code of its own.
      return failed(value === false ? 'no' : 'error');
  }
  return ok(body);
}

/** The failure of an answer that is not what the preset describes. */
export function unusable(reason: string, answer: HttpAnswer, context: AnswerContext) {
  const { step, host } = context;
  return fail('unusableAnswer', { step, host, httpStatus: answer.status, reason });
}

/** Whether an error code stands where the success rule does not judge it (RFC 6749 section 5.2: member `error`). */
function reportsError(json: object | undefined, success: SuccessRule, error: ErrorPaths): boolean {
  const judged = new Set(success.body.map(({ path }) => path));
  return error.code
    .filter((path) => !judged.has(path))
    .map((path) => valueAt(json, path))
    .some((value) => value !== undefined && value !== null && value !== false && value !== '' && value !== 0);
}
