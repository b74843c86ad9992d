/** Names of the inputs of {@link readSecret}. */
export const secretNames = {
  wayIn: 'wayIn',
  current: 'current',
  fresh: 'fresh',
  again: 'again',
} as const;

/** What stands in an input of a form; empty when it has no such input. Read only at the moment when it is sent. */
export function readSecret(form: HTMLFormElement | null, name: string): string {
  return inputOf(form, name)?.value ?? '';
}

/** Empties an input, so that what was typed stays nowhere. */
export function wipeSecret(form: HTMLFormElement | null, name: string): void {
  const input = inputOf(form, name);
  if (input !== null) input.value = '';
}

/** Brings the user to an input. */
export function focusInput(form: HTMLFormElement | null, name: string): void {
  inputOf(form, name)?.focus();
}

function inputOf(form: HTMLFormElement | null, name: string): HTMLInputElement | null {
  return form?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null;
}
