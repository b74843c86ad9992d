import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { TestReport } from '#contract/calls';
import type { KeyView, PresetView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { checkDraft, readDraft } from './read-draft.ts';
import { type FormErrors, useFormErrors } from './use-form-errors.ts';
import { useTestRun } from './use-test-run.ts';

interface KeyFormOptions {
  readonly preset: PresetView;
  readonly original: KeyView | null;
  readonly onSaved: () => void;
}

/** What the form shows and does. */
export interface KeyFormState extends Pick<FormErrors, 'errors' | 'failure' | 'clearError'> {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly saving: boolean;
  readonly test: { readonly running: boolean; readonly report: TestReport | null };
  readonly runTest: () => void;
  readonly save: () => void;
}

/** Behaviour of the add and edit form. */
export function useKeyForm({ preset, original, onSaved }: KeyFormOptions): KeyFormState {
  const { bridge } = useServices();
  const formRef = useRef<HTMLFormElement>(null);
  const { errors, failure, showErrors, showFailure, clearError } = useFormErrors(formRef, preset);
  const [saving, setSaving] = useState(false);
  const testRun = useTestRun();

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
    const refused = await testRun.run({ keyId: original?.id ?? null, draft });
    if (refused !== null) showFailure(refused);
  };

  const save = async (): Promise<void> => {
    const draft = checkedDraft();
    if (draft === null) return;
    setSaving(true);
    const answer = original
      ? await ask(bridge, 'keys.edit', { keyId: original.id, draft })
      : await ask(bridge, 'keys.add', draft);
    setSaving(false);
    if (answer.ok) onSaved();
    else showFailure(answer.failure);
  };

  return {
    formRef,
    errors,
    failure,
    saving,
    test: testRun,
    runTest: () => void runTest(),
    save: () => void save(),
    clearError,
  };
}

/** Empties the secret inputs before they leave the page, so that not even detached elements hold them. */
function useWipeSecrets(formRef: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const form = formRef.current;
    return () => {
      for (const input of form?.querySelectorAll<HTMLInputElement>('input[data-secret]') ?? []) {
        input.value = '';
      }
    };
  }, [formRef]);
}
