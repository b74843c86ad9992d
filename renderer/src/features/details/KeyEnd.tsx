import { type ReactNode, useId } from 'react';
import type { KeyView, SettingsView } from '#contract/view';
import { dateWords } from '#contract/words/date-words';
import { snoozedWords } from '#contract/words/inbox-words';
import { ageWords, expiryWords } from '#contract/words/key-words';
import { leadDaysWords, settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useNow } from '../../state/use-now.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { SnoozeMenu, useSnoozedUntil } from '../keys/SnoozeMenu.tsx';
import { LeadDaysField } from '../settings/LeadDaysField.tsx';
import { SettingSection } from '../settings/SettingField.tsx';
import { useSetting } from '../settings/use-setting.ts';
import { Choice } from './Choice.tsx';
import styles from './Details.module.css';

interface KeyEndProps {
  readonly subject: KeyView;
  readonly settings: SettingsView;
}

/** When the key itself ends, how old it is, and when the user is told. */
export function KeyEnd({ subject, settings }: KeyEndProps): ReactNode {
  const { keyExpiresAtMs, createdAtMs } = subject;
  const snoozedUntilMs = useSnoozedUntil(subject);
  const end = useNow((nowMs) =>
    keyExpiresAtMs === null
      ? 'No end of this key is known. Enter it by “Edit…” if there is one.'
      : keyExpiresAtMs > nowMs
        ? `It works until ${dateWords(keyExpiresAtMs)}, ${expiryWords(keyExpiresAtMs, nowMs)}.`
        : `It ended on ${dateWords(keyExpiresAtMs)}.`,
  );
  const isExpired = useNow((nowMs) => keyExpiresAtMs !== null && keyExpiresAtMs <= nowMs);
  const age = useNow((nowMs) => `${ageWords(createdAtMs, nowMs)}, on ${dateWords(createdAtMs)}.`);
  return (
    <SettingSection title="Key">
      <div className={styles['text']}>
        <p>{end}</p>
        <p>{age}</p>
      </div>
      {keyExpiresAtMs !== null && (
        <>
          <WarnMe subject={subject} settings={settings} />
          {!isExpired && (
            <div className={styles['snooze']}>
              {snoozedUntilMs === null ? 'Snooze its notices:' : snoozedWords(snoozedUntilMs)}
              <SnoozeMenu subject={subject} />
            </div>
          )}
        </>
      )}
    </SettingSection>
  );
}

/** How long before the end the user is told: as for all keys, or in days of its own. */
function WarnMe({ subject, settings }: KeyEndProps): ReactNode {
  const { bridge } = useServices();
  const group = useId();
  const usual = settings.noticeLeadDays[subject.keyKind === 'static' ? 'static' : 'exchanged'];
  const store = (noticeLeadDays: readonly number[] | null) =>
    ask(bridge, 'keys.setNoticeLeadDays', {
      keyId: subject.id,
      noticeLeadDays: noticeLeadDays === null ? null : [...noticeLeadDays],
    });
  const own = useSetting(subject.noticeLeadDays, store);
  return (
    <div role="radiogroup" aria-label="Warn me before it ends">
      <Choice
        group={group}
        label="Warn me as set for all keys"
        help={leadDaysWords(usual)}
        checked={own.value === null}
        onChoose={() => own.choose(null)}
      />
      <Choice
        group={group}
        label="Warn me on days of its own"
        help={own.value === null ? 'Only for this key.' : leadDaysWords(own.value)}
        checked={own.value !== null}
        onChoose={() => own.choose(usual)}
      />
      {own.value !== null && (
        <div className={styles['own']}>
          <LeadDaysField label="Days" help={settingsWords.leadHelp} days={own.value} store={store} />
        </div>
      )}
      {own.failure && <FailureNote failure={own.failure} />}
    </div>
  );
}
