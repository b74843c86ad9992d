import type { ReactNode } from 'react';
import { importWords } from '#contract/words/import-words';
import { keyKindWords } from '#contract/words/key-kind-words';
import { visibleText } from '#contract/words/visible-text';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './ImportRow.module.css';
import type { ImportRowProps } from './ImportRowItem.tsx';

/** The provider of a row: what was recognised, or a choice where several take such a key. */
export function ProviderChoice(props: ImportRowProps): ReactNode {
  const { row, preset, presets, isNewProvider, change, onEdit } = props;
  const offered = presets.filter(({ id }) => id === row.presetId || row.alternatives.includes(id));
  if (offered.length > 1) {
    return (
      <select
        className={styles['provider']}
        aria-label={`Provider of ${visibleText(row.name)}`}
        value={preset.id}
        onChange={(event) => {
          onEdit();
          const chosen = { presetId: event.target.value, typedHost: null, errors: {} };
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
  const note = isNewProvider ? importWords.newProvider : keyKindWords[preset.keyKind];
  return (
    <span className={styles['providerName']} title={visibleText(preset.name)}>
      <OutsideText text={preset.name} />
      {note !== '' && <span className={styles['note']}> {note}</span>}
    </span>
  );
}
