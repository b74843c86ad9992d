import type { ReactNode } from 'react';
import type { PresetView } from '#contract/view';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './PresetCards.module.css';

interface PresetCardsProps {
  readonly presets: readonly PresetView[];
  readonly onChoose: (presetId: string) => void;
}

/** The providers as cards. */
export function PresetCards({ presets, onChoose }: PresetCardsProps): ReactNode {
  return (
    <ul className={styles['cards']}>
      {presets.map((preset) => (
        <li key={preset.id}>
          <button type="button" className={styles['card']} onClick={() => onChoose(preset.id)}>
            <span className={styles['name']}>
              <OutsideText text={preset.name} />
            </span>
            <span className={styles['summary']}>
              <OutsideText text={preset.summary} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
