import type { ReactNode } from 'react';
import type { RestorePreview } from '#contract/restore-view';
import { restoreWhatWords, restoreWords } from '#contract/words/restore-words';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './Restore.module.css';

type Rows = RestorePreview['rows'];

const icons: Record<Rows[number]['what'], IconName> = {
  new: 'add',
  same: 'check',
  newer: 'refresh',
  older: 'history',
};

/** Each key of the file, and how it stands to what is stored. */
export function RestoreTable({ rows }: { readonly rows: Rows }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles['scroll']} data-autofocus tabIndex={0} aria-label={restoreWords.inFile}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Provider</th>
            <th scope="col">Next to what is stored</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, providerName, what }) => (
            <tr key={name}>
              <th scope="row">
                <OutsideText text={name} />
              </th>
              <td>
                <OutsideText text={providerName} />
              </td>
              <td>
                <span className={styles['what']} data-what={what}>
                  <Glyph name={icons[what]} />
                  {restoreWhatWords[what]}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
