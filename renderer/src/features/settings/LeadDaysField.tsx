import { type ReactNode, useState } from 'react';
import { leadDaysText, settingsWords } from '#contract/words/settings-words';
import input from '../../ui/Input.module.css';
import { readLeadDays } from './lead-days.ts';
import { SettingField } from './SettingField.tsx';
import { type Setting, useSetting } from './use-setting.ts';

interface LeadDaysFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly days: readonly number[];
  readonly store: Parameters<typeof useSetting<readonly number[]>>[1];
}

/** Days before an expiry, as a list in one line. Stored when it is left or confirmed by Enter, not at each digit. */
export function LeadDaysField({ label, help, days, store }: LeadDaysFieldProps): ReactNode {
  const setting: Setting<readonly number[]> = useSetting(days, store);
  const [typed, setTyped] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const held = leadDaysText(setting.value);
  const leave = (): void => {
    if (typed === null) return;
    const read = readLeadDays(typed);
    setRefused(read === null);
    if (read === null) return;
    setTyped(null);
    if (leadDaysText(read) !== held) setting.choose(read);
  };
  return (
    <SettingField
      label={label}
      help={help}
      error={isRefused ? settingsWords.leadInvalid : null}
      failure={setting.failure}
    >
      {(control) => (
        <input
          {...control}
          className={input['input']}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? held}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={leave}
          onKeyDown={({ key }) => {
            if (key === 'Enter') leave();
          }}
        />
      )}
    </SettingField>
  );
}
