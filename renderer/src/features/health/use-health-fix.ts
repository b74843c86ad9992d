import type { HealthFix } from '#contract/health-view';
import type { FailureView } from '#contract/view';
import { healthTexts } from '#contract/words/health-words';
import { ask } from '../../bridge.ts';
import type { OpenDialog, OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { useStoring } from '../settings/use-setting.ts';

/** Mends a protection. */
export interface HealthFixing {
  readonly busy: boolean;
  readonly failure: FailureView | null;
  readonly run: () => void;
}

const dialogs: Partial<Record<HealthFix, OpenDialog>> = {
  setPassphrase: { kind: 'protection', startWith: 'setPassphrase' },
  makeRecoveryCode: { kind: 'protection', startWith: 'makeRecoveryCode' },
  restoreBackup: { kind: 'backups' },
  openSettings: { kind: 'settings' },
};

/** Leads to the dialog in which it is mended, or mends it at once and has everything looked at again. */
export function useHealthFix(
  fix: HealthFix | null,
  onOpen: OpenDialogFn,
  onChanged: () => void,
): HealthFixing {
  const { bridge, toasts } = useServices();
  const { busy, failure, run } = useStoring();
  const mend = async (): Promise<void> => {
    const dialog = fix === null ? undefined : dialogs[fix];
    if (dialog !== undefined) return onOpen(dialog);
    if (fix === 'testClipboard') {
      const tested = await run(() => ask(bridge, 'health.testClipboard', {}));
      if (tested !== null) {
        const title = tested.wasReadElsewhere ? healthTexts.testedElsewhere : healthTexts.testedHere;
        toasts.show({ tone: 'done', title, whatToDo: '' });
      }
    }
    if (fix === 'acceptOlder') await run(() => ask(bridge, 'vault.acceptOlder', {}));
    if (fix === 'restart') await run(() => ask(bridge, 'app.restart', {}));
    if (fix === 'retryVault') await run(() => ask(bridge, 'vault.retry', {}));
    onChanged();
  };
  return { busy, failure, run: () => void mend() };
}
