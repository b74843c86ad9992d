import { ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import type { AnswerContext } from './classify-failure.ts';
import { firstValueAt } from './json-path.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Preset } from './preset.ts';
import { providerText } from './provider-text.ts';
import { parseTemplate } from './template.ts';

/** Reads the answer of a test call: one line for the user, such as "OK, 2 clusters". */
export function readTestAnswer(preset: Preset, answer: HttpAnswer, context: AnswerContext): Result<string> {
  const { success, error, summary } = preset.testCall;
  const judged = judgeAnswer(answer, success, error, context);
  if (!judged.ok) return judged;
  const json = judged.value.kind === 'json' ? judged.value.value : undefined;
  return ok(summaryLine(summary, json, context.secrets) ?? 'OK');
}

/** Undefined when the answer lacks something that the line tells. */
function summaryLine(
  summary: string,
  json: object | undefined,
  secrets: readonly string[],
): string | undefined {
  let line = '';
  for (const part of parseTemplate(summary) ?? []) {
    if (typeof part === 'string') {
      line += part;
      continue;
    }
    const value = firstValueAt(json, part.anyOf);
    const text = providerText(Array.isArray(value) ? value.length : value, 80, secrets);
    if (text === undefined) return undefined;
    line += text;
  }
  return line;
}
