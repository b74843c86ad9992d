import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TestReport } from '#contract/calls';
import type { FailureView, KeyView, PresetView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { controlOf } from './control-names.ts';
import { checkDraft, type FieldErrors, readDraft } from './read-draft.ts';
import { useTestRun } from './use-test-run.ts';

interface KeyFormOptions {
  readonly preset: PresetView;
  readonly original: KeyView | null;
  readonly onSaved: () => void;
}

/** Behaviour of the form: checks, test, save, and errors brought to their fields. */
export interface KeyFormState {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly errors: FieldErrors;
  /** A failure that belongs to no field. */
  readonly failure: FailureView | null;
  readonly saving: boolean;
  readonly test: { readonly running: boolean; readonly report: TestReport | null };
  readonly runTest: () => void;
  readonly save: () => void;
  readonly clearError: (control: string) => void;
}

/** Behaviour of the add and edit form. */
export function useKeyForm({ preset, original, onSaved }: KeyFormOptions): KeyFormState {
  const { bridge } = useServices();
  const formRef = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<FailureView | null>(null);
  const [saving, setSaving] = useState(false);
  const testRun = useTestRun();

  useFocusFirstError(formRef, errors);
  useWipeSecrets(formRef);

  const showFailure = (refused: FailureView): void => {
    const place = controlOf(refused, preset);
    if (place === null) {
      setFailure(refused);
      return;
    }
    const words = failureWords({ ...refused, field: place.label });
    setErrors({ [place.control]: `${words.title} ${words.whatToDo}` });
  };

  const checkedDraft = () => {
    if (formRef.current === null) return null;
    const draft = readDraft(formRef.current, preset, original);
    const found = checkDraft(draft, preset, original);
    setErrors(found);
    setFailure(null);
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
    clearError: (name) =>
      setErrors((old) =>
        name in old ? Object.fromEntries(Object.entries(old).filter(([key]) => key !== name)) : old,
      ),
  };
}

/** Brings the user to the first field that needs them, also out of the closed "Advanced" part. */
function useFocusFirstError(formRef: RefObject<HTMLFormElement | null>, errors: FieldErrors): void {
  const seen = useRef(errors);
  useEffect(() => {
    const grew = Object.keys(errors).some((name) => seen.current[name] !== errors[name]);
    seen.current = errors;
    if (!grew) return;
    const controls = formRef.current?.querySelectorAll<HTMLElement>('[name]') ?? [];
    const first = [...controls].find((element) => (element.getAttribute('name') ?? '') in errors);
    first?.closest('details')?.setAttribute('open', '');
    first?.focus();
  }, [errors, formRef]);
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
