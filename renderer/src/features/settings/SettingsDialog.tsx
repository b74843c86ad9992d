import { type ReactNode, useId, useState } from 'react';
import type { FailureView, SettingsView } from '#contract/view';
import { settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import styles from './SettingsDialog.module.css';

interface SettingsDialogProps {
  readonly settings: SettingsView;
  readonly onClose: () => void;
}

/** What the user may decide beyond the theme. Each choice holds at once. */
export function SettingsDialog({ settings, onClose }: SettingsDialogProps): ReactNode {
  return (
    <Dialog size="small" title={settingsWords.title} onDismiss={onClose}>
      <div className={styles['body']}>
        <CommandsSetting allowed={settings.commandsAllowed} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Shows what holds, not what was asked for: the main process asks the user first, in a dialog that no page can forge. */
function CommandsSetting({ allowed }: { readonly allowed: boolean }): ReactNode {
  const { bridge } = useServices();
  const helpId = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureView | null>(null);
  const change = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const answer = await ask(bridge, 'settings.allowCommands', { allowed: !allowed });
    setBusy(false);
    // To say no in the system's dialog is no failure.
    if (!answer.ok && answer.failure.kind !== 'cancelled') setFailure(answer.failure);
  };
  return (
    <section className={styles['section']} aria-label={settingsWords.commands}>
      <h3 className={styles['heading']}>{settingsWords.commands}</h3>
      <label className={styles['choice']}>
        <input
          type="checkbox"
          checked={allowed}
          aria-busy={busy || undefined}
          aria-describedby={helpId}
          onChange={() => void change()}
        />
        {settingsWords.allowCommands}
      </label>
      <p id={helpId} className={styles['help']}>
        {settingsWords.commandsMeaning} {settingsWords.commandsNever}
      </p>
      {failure && <FailureNote failure={failure} />}
    </section>
  );
}
