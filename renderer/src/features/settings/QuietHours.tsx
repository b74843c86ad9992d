import { type ReactNode, useId, useState } from 'react';
import type { SettingsView } from '#contract/view';
import { settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { FieldError } from '../../ui/FieldError.tsx';
import input from '../../ui/Input.module.css';
import styles from './SettingField.module.css';
import { SettingCheck } from './SettingField.tsx';
import { useSetting } from './use-setting.ts';

type Hours = NonNullable<SettingsView['quietHours']>;

/** What is offered first: a night. */
const night: Hours = { fromMinute: 22 * 60, toMinute: 7 * 60 };

function timeText(minuteOfDay: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

function readTime(text: string): number | null {
  const found = /^(\d\d):(\d\d)/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}

/** Hours in which nothing is shown on the desktop. The times are stored when they are left, not at each digit. */
export function QuietHours({ hours }: { readonly hours: SettingsView['quietHours'] }): ReactNode {
  const { bridge } = useServices();
  const errorId = useId();
  const { value, failure, choose } = useSetting(hours, (quietHours) =>
    ask(bridge, 'settings.update', { quietHours }),
  );
  const [typed, setTyped] = useState<Partial<Record<keyof Hours, string>>>({});
  const [isRefused, setRefused] = useState(false);
  const leave = (): void => {
    if (value === null) return;
    const read = (end: keyof Hours) => (typed[end] === undefined ? value[end] : readTime(typed[end]));
    const fromMinute = read('fromMinute');
    const toMinute = read('toMinute');
    const isUsable = fromMinute !== null && toMinute !== null && fromMinute !== toMinute;
    setRefused(!isUsable);
    if (!isUsable) return;
    setTyped({});
    if (fromMinute !== value.fromMinute || toMinute !== value.toMinute) choose({ fromMinute, toMinute });
  };
  const time = (end: keyof Hours, label: string, held: Hours): ReactNode => (
    <>
      <label htmlFor={`${errorId}-${end}`}>{label}</label>
      <input
        id={`${errorId}-${end}`}
        type="time"
        className={`${input['input']} ${styles['time']}`}
        aria-invalid={isRefused || undefined}
        aria-describedby={isRefused ? errorId : undefined}
        value={typed[end] ?? timeText(held[end])}
        onChange={({ target }) => setTyped({ ...typed, [end]: target.value })}
        onBlur={leave}
      />
    </>
  );
  return (
    <div>
      <SettingCheck
        label={settingsWords.quiet}
        help={settingsWords.quietHelp}
        checked={value !== null}
        failure={failure}
        onChange={() => {
          setTyped({});
          setRefused(false);
          choose(value === null ? night : null);
        }}
      />
      {value !== null && (
        <fieldset className={styles['times']} aria-label={settingsWords.quiet}>
          {time('fromMinute', settingsWords.quietFrom, value)}
          {time('toMinute', settingsWords.quietTo, value)}
        </fieldset>
      )}
      {isRefused && (
        <div className={styles['indented']}>
          <FieldError id={errorId} isAnnounced>
            {settingsWords.quietInvalid}
          </FieldError>
        </div>
      )}
    </div>
  );
}
