import type { KeyDraft } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import type { Key } from './exchange-rig.ts';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';
import { draft } from './keyfob-in-memory.ts';

/** What the form holds for a key. */
export function formOf({ preset, inputs }: Key, more: Record<string, string> = {}): KeyDraft {
  const secrets = Object.entries(inputs.secrets).map(([id, secret]) => [id, secret.reveal()] as const);
  const fields = { ...inputs.fields, ...Object.fromEntries(secrets), ...more };
  return draft({ presetId: preset.id, extraCaPem: inputs.extraCaPem, fields });
}

/** Tests a form; throws where it cannot even be tested. */
export async function testForm(keyfob: KeyfobInMemory, form: KeyDraft, runId = 'run'): Promise<TestReport> {
  const report = await keyfob.app.tests.run(runId, null, form);
  if (!report.ok) throw new Error(JSON.stringify(report.failure));
  return report.value;
}

/** `connect running`, `connect passed`, …: what changed from one event to the next. */
export function changesIn(progress: readonly (readonly TestStep[])[]): string[] {
  const known = new Map<string, string>();
  const changes: string[] = [];
  for (const steps of progress) {
    for (const { step, outcome } of steps) {
      if ((known.get(step) ?? 'notRun') !== outcome) changes.push(`${step} ${outcome}`);
      known.set(step, outcome);
    }
  }
  return changes;
}
