import type { ReactNode } from 'react';
import type { ImportedPreset } from '#contract/import-view';
import { importWords } from '#contract/words/import-words';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './ImportPreview.module.css';

/** Providers that Keyfob does not know yet: what will be sent, and where, before anything is. */
export function NewProviders({ presets }: { readonly presets: readonly ImportedPreset[] }): ReactNode {
  return presets.map(({ preset, requestLine }) => (
    <section key={preset.id} aria-label={importWords.addsProvider} className={styles['newProvider']}>
      <h3 className={styles['newTitle']}>
        <Glyph name="add" />
        <span>
          {importWords.addsProvider}: <OutsideText text={preset.name} />
        </span>
      </h3>
      {requestLine !== '' && (
        <p className={styles['request']}>
          <OutsideText text={requestLine} />
        </p>
      )}
      <p className={styles['muted']}>
        {importWords.itsFields} <OutsideText text={preset.fields.map(({ label }) => label).join(', ')} />
      </p>
    </section>
  ));
}
