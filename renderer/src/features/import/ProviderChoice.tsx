import type { ReactNode } from 'react';
import { importWords } from '#contract/words/import-words';
import { visibleText } from '#contract/words/visible-text';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { KindMark } from '../keys/KindMark.tsx';
import styles from './ImportRow.module.css';
import type { ImportRowProps } from './ImportRowItem.tsx';

/** The provider of a row: what was recognised, or a choice where several take such a key. */
export function ProviderChoice(props: ImportRowProps): ReactNode {
  const { row, preset, presets, isNewProvider, change, onEdit } = props;
  const offered = presets.filter(
    ({ id }) => id === row.presetId || row.alternatives.some((other) => other.presetId === id),
  );
  if (offered.length > 1) {
    return (
      <select
        className={styles['provider']}
        aria-label={`Provider of ${visibleText(row.name)}`}
        value={preset.id}
        onChange={(event) => {
          onEdit();
          const chosen = { presetId: event.target.value, typedHost: null, prefill: {}, errors: {} };
          change({ kind: 'row', index: row.index, change: chosen });
        }}
      >
        {offered.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(name)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <span className={styles['providerOnly']} title={visibleText(preset.name)}>
      <span className={styles['providerName']}>
        <OutsideText text={preset.name} />
      </span>
      {isNewProvider && <span className={styles['note']}>{importWords.newProvider}</span>}
      <KindMark kind={preset.keyKind} />
    </span>
  );
}
