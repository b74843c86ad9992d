import type { ReactNode } from 'react';
import type { SettingsView } from '#contract/view';
import { settingsWords, unusedAfterWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { NumberSelect } from './NumberSelect.tsx';
import { SettingCheck, SettingSection } from './SettingField.tsx';
import { useSetting } from './use-setting.ts';

/** When tokens are renewed. */
export function RefreshSettings({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { bridge } = useServices();
  const whileLocked = useSetting(settings.refreshWhileLocked, (refreshWhileLocked) =>
    ask(bridge, 'settings.update', { refreshWhileLocked }),
  );
  return (
    <SettingSection title={settingsWords.refresh}>
      <NumberSelect
        label={settingsWords.unusedAfter}
        help={settingsWords.unusedAfterHelp}
        number={settings.unusedAfterDays}
        offered={[7, 14, 30, 90, null]}
        words={unusedAfterWords}
        store={(unusedAfterDays) => ask(bridge, 'settings.update', { unusedAfterDays })}
      />
      <SettingCheck
        label={settingsWords.whileLocked}
        help={settingsWords.whileLockedHelp}
        checked={whileLocked.value}
        failure={whileLocked.failure}
        onChange={() => whileLocked.choose(!whileLocked.value)}
      />
    </SettingSection>
  );
}
