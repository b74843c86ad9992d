import type { ReactNode } from 'react';
import type { PresetView } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './KeyForm.module.css';

/** The provider's own pages, opened in the browser by the main process. */
export function PresetLinks({ preset }: { readonly preset: PresetView }): ReactNode {
  const ask = useAsk();
  if (preset.links.length === 0) return null;
  return (
    <ul className={styles['links']}>
      {preset.links.map((link) => (
        <li key={link.id}>
          <button
            type="button"
            className={styles['link']}
            onClick={() => void ask('app.openLink', { presetId: preset.id, link: link.id })}
          >
            <OutsideText text={link.label} />
            <Glyph name="external" />
          </button>
        </li>
      ))}
    </ul>
  );
}
