import type { ReactNode } from 'react';
import type { FieldView, KeyView } from '#contract/view';
import { maybeNewWords } from '#contract/words/rotation-words';
import { FieldInput } from '../key-form/FieldInput.tsx';

interface RotatedFieldInputProps {
  readonly field: FieldView;
  readonly subject: KeyView;
  readonly isOnlySecret: boolean;
  readonly error: string | undefined;
}

/** The input of a new secret, or of what names it, which begins with the old value and is optional. */
export function RotatedFieldInput({
  field,
  subject,
  isOnlySecret,
  error,
}: RotatedFieldInputProps): ReactNode {
  const isSecret = field.kind === 'secret';
  const shown = isSecret
    ? { ...field, required: isOnlySecret }
    : { ...field, required: false, canLookUp: false, help: maybeNewWords };
  return (
    <FieldInput
      field={shown}
      original={isSecret ? null : subject}
      sources={[]}
      hidden={false}
      error={error}
      onLookUp={() => Promise.resolve(null)}
    />
  );
}
