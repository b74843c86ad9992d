import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/Dialog.tsx';
import { saveLabel } from './use-key-form.ts';

interface KeyFormFootProps {
  readonly testing: boolean;
  readonly saving: boolean;
  /** Absent when there is nothing to go back to. */
  readonly onBack: (() => void) | undefined;
  readonly onCancel: () => void;
  readonly onTest: () => void;
}

/** What can be done with the form. "Save" submits it, as Enter does. */
export function KeyFormFoot({ testing, saving, onBack, onCancel, onTest }: KeyFormFootProps): ReactNode {
  const back = onBack && (
    <Button tone="quiet" icon="back" onClick={onBack}>
      All providers
    </Button>
  );
  return (
    <DialogFoot aside={back}>
      <Button onClick={onCancel}>Cancel</Button>
      <Button busy={testing} onClick={onTest}>
        Test
      </Button>
      <Button type="submit" tone="primary" busy={saving}>
        {saveLabel}
      </Button>
    </DialogFoot>
  );
}
