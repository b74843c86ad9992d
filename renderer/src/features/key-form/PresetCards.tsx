import type { KeyboardEvent, ReactNode } from 'react';
import type { PresetView } from '#contract/view';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { cardAfter } from './card-keys.ts';
import styles from './PresetCards.module.css';

interface PresetCardsProps {
  readonly presets: readonly PresetView[];
  readonly onChoose: (presetId: string) => void;
  /** Enter takes the first card: it says so. */
  readonly enterTakesFirst?: boolean;
  /** An arrow key led out at the top. */
  readonly onLeaveTop?: () => void;
}

/** The providers as cards. Tab goes through them as through any buttons, arrow keys as through a grid. */
export function PresetCards({
  presets,
  onChoose,
  enterTakesFirst = false,
  onLeaveTop,
}: PresetCardsProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const cards = [...event.currentTarget.querySelectorAll('button')];
    const target = cardAfter(cards, cards.indexOf(event.target as HTMLButtonElement), event.key);
    if (target === null) return;
    event.preventDefault();
    if (target < 0) onLeaveTop?.();
    else cards[target]?.focus();
  };

  return (
    <ul className={styles['cards']} onKeyDown={onKeyDown}>
      {presets.map((preset, index) => (
        <li key={preset.id}>
          <button type="button" className={styles['card']} onClick={() => onChoose(preset.id)}>
            <span className={styles['head']}>
              <span className={styles['name']}>
                <OutsideText text={preset.name} />
              </span>
              {preset.source === 'user' && <span className={styles['badge']}>Your preset</span>}
              {enterTakesFirst && index === 0 && (
                <span aria-hidden="true" className={styles['enter']}>
                  Enter ↵
                </span>
              )}
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
