import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { momentWords } from '#contract/words/date-words';
import { clockWarning, stateMeaning } from '#contract/words/refresh-words';
import { lifetimeWords, tokenWords } from '#contract/words/token-words';
import { useNow } from '../../state/use-now.ts';
import { Note } from '../../ui/Note.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { StateGlyph } from '../keys/StateGlyph.tsx';
import { SettingSection } from '../settings/SettingField.tsx';
import styles from './Details.module.css';

/** The token's state in words, what it means, what comes next, and how its end is known. */
export function TokenDetails({ subject }: { readonly subject: KeyView }): ReactNode {
  const { token } = subject;
  const state = useNow((nowMs) => {
    const words = tokenWords(token, nowMs);
    return [words.state, words.remaining].filter((part) => part !== '').join(' · ');
  });
  const meaning = useNow((nowMs) => stateMeaning(token, nowMs));
  const clocks = clockWarning([subject]);
  return (
    <SettingSection title="Token">
      <div className={styles['text']}>
        <p className={styles['state']}>
          <StateGlyph state={token.state} />
          {state}
        </p>
        <p>
          <OutsideText text={meaning} />
        </p>
        {token.expiresAtMs !== null && (
          <p>
            It ends {momentWords(token.expiresAtMs)}. {lifetimeWords(token.lifetimeSource)}
          </p>
        )}
      </div>
      {clocks !== null && (
        <Note icon="clock" tone="warning">
          <OutsideText text={clocks} />
        </Note>
      )}
    </SettingSection>
  );
}
