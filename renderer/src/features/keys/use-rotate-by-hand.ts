import { type RefObject, useRef } from 'react';
import type { FieldView, KeyView, PresetView } from '#contract/view';
import { guidedCutOffWords, guidedDoneWords } from '#contract/words/rotation-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { control, fieldControl, labelled } from '../key-form/control-names.ts';
import { fromDateInput } from '../key-form/form-dates.ts';
import { decidingValues, isShown } from '../key-form/shown-fields.ts';
import { type FormErrors, useFormErrors } from '../key-form/use-form-errors.ts';
import { useWipeSecrets } from '../key-form/use-key-form.ts';
import { type TestRun, useTestRun } from '../key-form/use-test-run.ts';

/** What the guide shows and does. */
export interface RotateByHandState extends Pick<FormErrors, 'errors' | 'failure' | 'clearError'> {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly test: TestRun;
  /** Tests what was entered; it is in use when that passed. */
  readonly run: () => void;
}

/** Fields that the guide asks for: first the secrets, then what names them. */
export function rotatedFields(preset: PresetView, subject: KeyView): readonly FieldView[] {
  const values = { ...decidingValues(preset, subject), ...subject.fields };
  const fields = preset.fields.filter((field) => field.changesWithSecret && isShown(field, values));
  return fields.toSorted((a, b) => Number(b.kind === 'secret') - Number(a.kind === 'secret'));
}

/** Behaviour of the guide. */
export function useRotateByHand(subject: KeyView, preset: PresetView, onDone: () => void): RotateByHandState {
  const { bridge, toasts } = useServices();
  const formRef = useRef<HTMLFormElement>(null);
  const { errors, failure, showErrors, showFailure, clearError } = useFormErrors(formRef, preset);
  const test = useTestRun();
  const fields = rotatedFields(preset, subject);
  useWipeSecrets(formRef);

  const run = async (): Promise<void> => {
    if (formRef.current === null) return;
    const entered = enteredIn(formRef.current, fields, subject);
    const missing = missingSecret(fields, entered.fields);
    showErrors(
      missing === undefined ? {} : { [fieldControl(missing.id)]: `Enter the new ${missing.label}.` },
    );
    if (missing !== undefined) return;
    let isSwitched = false;
    let isCutOff = false;
    const refused = await test.run(async (runId) => {
      const answer = await ask(bridge, 'keys.rotateByHand', { runId, keyId: subject.id, ...entered });
      isSwitched = answer.ok && answer.value.passed;
      isCutOff = !answer.ok && answer.failure.kind === 'vaultLocked';
      return answer;
    });
    // It may have been switched, and that only be kept from a locked window.
    if (isCutOff) return toasts.show({ tone: 'problem', ...guidedCutOffWords, showsLocked: true });
    if (refused !== null) showFailure(refused);
    if (!isSwitched) return;
    toasts.show({ tone: 'done', ...guidedDoneWords(subject.providerName) });
    // Closed meanwhile: it was too late to stop the switch, and another dialog may be open.
    if (formRef.current !== null) onDone();
  };

  const { report } = test;
  const shown = report?.failure ? { ...report, failure: labelled(report.failure, preset) } : report;
  return { formRef, errors, failure, clearError, test: { ...test, report: shown }, run: () => void run() };
}

/** Read out of the form only when it is needed, as `readDraft` does: nothing that was typed is kept in component state. */
function enteredIn(form: HTMLFormElement, fields: readonly FieldView[], subject: KeyView) {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const entered = fields.map(({ id }) => [id, text(fieldControl(id))] as const);
  const changed = entered.filter(([id, value]) => value !== '' && value !== subject.fields[id]);
  return {
    fields: Object.fromEntries(changed),
    keyExpiresAtMs: fromDateInput(text(control.keyExpires), null, 'endOfDay'),
  };
}

/** The secret to ask for when none was entered. */
function missingSecret(
  fields: readonly FieldView[],
  entered: Readonly<Record<string, string>>,
): FieldView | undefined {
  const secrets = fields.filter(({ kind }) => kind === 'secret');
  return secrets.some(({ id }) => entered[id] !== undefined) ? undefined : secrets[0];
}
