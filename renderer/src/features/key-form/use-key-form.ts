import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { labelled } from './control-names.ts';
import { checkDraft, readDraft } from './read-draft.ts';
import { type FormErrors, useFormErrors } from './use-form-errors.ts';
import type { LookUpFn } from './use-look-up.ts';
import { type TestRun, useTestRun } from './use-test-run.ts';

/** Label of the button that stores the key. */
export const saveLabel = 'Save';

interface KeyFormOptions {
  readonly preset: PresetView;
  readonly original: KeyView | null;
  readonly onSaved: () => void;
}

/** What the form shows and does. */
export interface KeyFormState extends Pick<FormErrors, 'errors' | 'failure' | 'clearError'> {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly saving: boolean;
  readonly test: TestRun;
  readonly runTest: () => void;
  readonly lookUp: LookUpFn;
  readonly save: () => void;
}

/** Behaviour of the add and edit form. */
export function useKeyForm({ preset, original, onSaved }: KeyFormOptions): KeyFormState {
  const { bridge, toasts } = useServices();
  const formRef = useRef<HTMLFormElement>(null);
  const { errors, failure, showErrors, showFailure, clearError } = useFormErrors(formRef, preset);
  const [saving, setSaving] = useState(false);
  const test = useTestRun();
  const keyId = original?.id ?? null;

  useWipeSecrets(formRef);

  const checkedDraft = () => {
    if (formRef.current === null) return null;
    const draft = readDraft(formRef.current, preset, original);
    const found = checkDraft(draft, preset, original);
    showErrors(found);
    return Object.keys(found).length === 0 ? draft : null;
  };

  const runTest = async (): Promise<void> => {
    const draft = checkedDraft();
    if (draft === null) return;
    const refused = await test.run((runId) => ask(bridge, 'keys.test', { runId, keyId, draft }));
    if (refused !== null) showFailure(refused);
  };

  const lookUp: LookUpFn = async (fieldId) => {
    if (formRef.current === null) return null;
    // Unchecked: the value that is looked up for is itself missing, and the main process names what it needs besides.
    const draft = readDraft(formRef.current, preset, original);
    const answer = await ask(bridge, 'keys.lookUp', { keyId, draft, fieldId });
    return answer.ok ? answer : { ok: false, failure: labelled(answer.failure, preset) };
  };

  const save = async (): Promise<void> => {
    const draft = checkedDraft();
    if (draft === null) return;
    setSaving(true);
    const answer =
      keyId === null
        ? await ask(bridge, 'keys.add', draft)
        : await ask(bridge, 'keys.edit', { keyId, draft });
    setSaving(false);
    // A lock took the form away, so that another dialog may be open by now, or is about to.
    const isGone = formRef.current === null;
    if (answer.ok) {
      if (!isGone) onSaved();
    } else if (isGone || answer.failure.kind === 'vaultLocked') toasts.fail(answer.failure, saveLabel);
    else showFailure(answer.failure);
  };

  const { report } = test;
  const shownReport = useMemo(
    () => (report?.failure ? { ...report, failure: labelled(report.failure, preset) } : report),
    [report, preset],
  );
  return {
    formRef,
    errors,
    failure,
    saving,
    test: { ...test, report: shownReport },
    runTest: () => void runTest(),
    lookUp,
    save: () => void save(),
    clearError,
  };
}

/** Empties the secret inputs before they leave the page, so that not even detached elements hold them. */
export function useWipeSecrets(formRef: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const form = formRef.current;
    return () => {
      const inputs = form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-secret]') ?? [];
      for (const input of inputs) input.value = '';
    };
  }, [formRef]);
}
