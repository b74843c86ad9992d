import { type RefObject, useEffect, useRef, useState } from 'react';
import type { FailureView, PresetView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { controlOf } from './control-names.ts';
import type { FieldErrors } from './read-draft.ts';

/** What is wrong with a form, at its fields where it belongs to one. */
export interface FormErrors {
  readonly errors: FieldErrors;
  /** A failure that belongs to no field. */
  readonly failure: FailureView | null;
  /** Takes the place of everything that was shown. */
  readonly showErrors: (errors: FieldErrors) => void;
  /** A refusal by the main process: goes to its field if it has one. */
  readonly showFailure: (failure: FailureView) => void;
  readonly clearError: (control: string) => void;
}

/** Errors of a form, brought to the user's eyes. */
export function useFormErrors(formRef: RefObject<HTMLFormElement | null>, preset: PresetView): FormErrors {
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<FailureView | null>(null);
  useFocusFirstError(formRef, errors);

  return {
    errors,
    failure,
    showErrors: (found) => {
      setErrors(found);
      setFailure(null);
    },
    showFailure: (refused) => {
      const place = controlOf(refused, preset);
      if (place === null) return setFailure(refused);
      const words = failureWords({ ...refused, field: place.label });
      setErrors({ [place.control]: `${words.title} ${words.whatToDo}` });
    },
    clearError: (name) => setErrors((old) => (name in old ? without(old, name) : old)),
  };
}

function without(errors: FieldErrors, name: string): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([key]) => key !== name));
}

/** Brings the user to the first control that is wanted by its name, also out of the closed "Advanced" part. */
export function showControl(form: HTMLFormElement | null, isWanted: (name: string) => boolean): void {
  const controls = [...(form?.querySelectorAll<HTMLElement>('[name]') ?? [])];
  const first = controls.find((element) => isWanted(element.getAttribute('name') ?? ''));
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
}

/** Brings the user to the first field that needs them. */
function useFocusFirstError(formRef: RefObject<HTMLFormElement | null>, errors: FieldErrors): void {
  const seen = useRef(errors);
  useEffect(() => {
    const grew = Object.keys(errors).some((name) => seen.current[name] !== errors[name]);
    seen.current = errors;
    if (!grew) return;
    showControl(formRef.current, (name) => name in errors);
  }, [errors, formRef]);
}
