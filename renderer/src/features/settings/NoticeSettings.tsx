import type { ReactNode } from 'react';
import type { SettingsView } from '#contract/view';
import { rotateAfterWords, settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { LeadDaysField } from './LeadDaysField.tsx';
import { NumberSelect } from './NumberSelect.tsx';
import { QuietHours } from './QuietHours.tsx';
import { SettingSection } from './SettingField.tsx';

/** What the user is told, and when. */
export function NoticeSettings({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { bridge } = useServices();
  const { noticeLeadDays } = settings;
  return (
    <SettingSection title={settingsWords.notices}>
      <LeadDaysField
        label={settingsWords.leadExchanged}
        help={settingsWords.leadHelp}
        days={noticeLeadDays.exchanged}
        store={(days) =>
          ask(bridge, 'settings.update', {
            noticeLeadDays: { exchanged: [...days], static: [...noticeLeadDays.static] },
          })
        }
      />
      <LeadDaysField
        label={settingsWords.leadStatic}
        days={noticeLeadDays.static}
        store={(days) =>
          ask(bridge, 'settings.update', {
            noticeLeadDays: { exchanged: [...noticeLeadDays.exchanged], static: [...days] },
          })
        }
      />
      <NumberSelect
        label={settingsWords.rotateAfter}
        number={settings.rotateAfterDays}
        offered={[90, 180, 365, null]}
        words={rotateAfterWords}
        store={(rotateAfterDays) => ask(bridge, 'settings.update', { rotateAfterDays })}
      />
      <QuietHours hours={settings.quietHours} />
    </SettingSection>
  );
}
