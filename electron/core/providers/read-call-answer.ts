import { ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import type { AnswerContext } from './classify-failure.ts';
import { firstValueAt, valueAt } from './json-path.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { ProviderCall } from './preset-calls.ts';
import { providerText } from './provider-text.ts';
import { parseTemplate } from './template.ts';

/** What a call besides the exchange gave. */
export interface CallAnswer {
  /** The answer, when it is JSON. It may hold secrets. */
  readonly json: object | undefined;
  /** Variables for the calls after it: `outputs.<id>`. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Reads the answer of a call by its own rules of success. */
export function readCallAnswer(
  call: ProviderCall,
  answer: HttpAnswer,
  context: AnswerContext,
): Result<CallAnswer> {
  const judged = judgeAnswer(answer, call.success, call.error, context);
  if (!judged.ok) return judged;
  const json = judged.value.kind === 'json' ? judged.value.value : undefined;
  const outputs = new Map<string, string>();
  for (const { id, path } of call.outputs) {
    const value = valueAt(json, path);
    if (typeof value === 'string' || typeof value === 'number') outputs.set(`outputs.${id}`, String(value));
  }
  return ok({ json, outputs });
}

/**
 * One line about an answer, such as "OK, 2 clusters"; `OK` alone when the answer lacks something that the line tells.
 *
 * @param secrets texts that must not appear in it
 */
export function summaryLine(summary: string, json: object | undefined, secrets: readonly string[]): string {
  let line = '';
  for (const part of parseTemplate(summary) ?? []) {
    if (typeof part === 'string') {
      line += part;
      continue;
    }
    const value = firstValueAt(json, part.anyOf);
    const text = providerText(Array.isArray(value) ? value.length : value, 80, secrets);
    if (text === undefined) return 'OK';
    line += text;
  }
  return line;
}
