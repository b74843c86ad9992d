import { type ReactNode, useState } from 'react';
import type { SettingsView } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import styles from './ThemeSwitch.module.css';

const themes: readonly { theme: SettingsView['theme']; label: string; icon: IconName }[] = [
  { theme: 'system', label: 'Like the system', icon: 'monitor' },
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
];

/** Three choices, as native radio buttons: arrow keys move between them. */
export function ThemeSwitch({ theme }: { readonly theme: SettingsView['theme'] }): ReactNode {
  const ask = useAsk();
  // Shown at once: a radio that jumps back until the setting is stored looks broken. A refusal takes it back.
  const [asked, setAsked] = useState<SettingsView['theme'] | null>(null);
  const choose = async (wanted: SettingsView['theme']): Promise<void> => {
    setAsked(wanted);
    await ask('settings.update', { theme: wanted });
    setAsked((latest) => (latest === wanted ? null : latest));
  };
  return (
    <fieldset className={styles['switch']}>
      <legend>
        <VisuallyHidden>Theme</VisuallyHidden>
      </legend>
      {themes.map((choice) => (
        <label key={choice.theme} className={styles['choice']} title={choice.label}>
          <input
            type="radio"
            name="theme"
            checked={choice.theme === (asked ?? theme)}
            onChange={() => void choose(choice.theme)}
          />
          <Glyph name={choice.icon} />
          <VisuallyHidden>{choice.label}</VisuallyHidden>
        </label>
      ))}
    </fieldset>
  );
}
