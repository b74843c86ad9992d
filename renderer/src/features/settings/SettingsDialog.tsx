import type { ReactNode } from 'react';
import type { SettingsView } from '#contract/view';
import { settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { CalendarSettings } from './CalendarSettings.tsx';
import { NoticeSettings } from './NoticeSettings.tsx';
import { RefreshSettings } from './RefreshSettings.tsx';
import { SettingCheck, SettingSection } from './SettingField.tsx';
import { useStoring } from './use-setting.ts';
import { VaultSettings } from './VaultSettings.tsx';

interface SettingsDialogProps {
  readonly settings: SettingsView;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** What the user may decide beyond the theme. Each choice holds at once. */
export function SettingsDialog({ settings, onOpen, onClose }: SettingsDialogProps): ReactNode {
  const leave = (): void => {
    // What was typed is stored when its input is left; the browser does not say so of one that is taken away.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    onClose();
  };
  return (
    <Dialog size="small" title={settingsWords.title} onDismiss={leave}>
      <DialogBody>
        <RefreshSettings settings={settings} />
        <NoticeSettings settings={settings} />
        <CalendarSettings file={settings.calendarFile} />
        <VaultSettings onOpen={onOpen} />
        <CommandsSetting allowed={settings.commandsAllowed} />
      </DialogBody>
      <DialogFoot>
        <Button onClick={leave}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Shows what holds, not what was asked for: the main process asks the user first, in a dialog that no page can forge. */
function CommandsSetting({ allowed }: { readonly allowed: boolean }): ReactNode {
  const { bridge } = useServices();
  const { busy, failure, run } = useStoring();
  return (
    <SettingSection title={settingsWords.commands}>
      <SettingCheck
        label={settingsWords.allowCommands}
        help={`${settingsWords.commandsMeaning} ${settingsWords.commandsNever}`}
        checked={allowed}
        busy={busy}
        failure={failure}
        onChange={() => void run(() => ask(bridge, 'settings.allowCommands', { allowed: !allowed }))}
      />
    </SettingSection>
  );
}
