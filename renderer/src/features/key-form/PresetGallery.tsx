import { type ReactNode, useState } from 'react';
import type { PresetView } from '#contract/view';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/Dialog.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import styles from './KeyForm.module.css';
import { PresetCards } from './PresetCards.tsx';

interface PresetGalleryProps {
  readonly presets: readonly PresetView[];
  readonly onChoose: (presetId: string) => void;
  readonly onCancel: () => void;
}

/** Fits every service with the standard grant (electron/core/providers/presets/oauth2.json). */
const generalPresetId = 'oauth2';

/** First step of adding: which provider. Typing narrows the cards; Enter takes the only one that is left. */
export function PresetGallery({ presets, onChoose, onCancel }: PresetGalleryProps): ReactNode {
  const [filter, setFilter] = useState('');
  const word = filter.trim().toLocaleLowerCase();
  const found = presets.filter(({ name, summary }) =>
    `${name}\n${summary}`.toLocaleLowerCase().includes(word),
  );
  const general = presets.find(({ id }) => id === generalPresetId);

  return (
    <>
      <form
        className={styles['gallery']}
        onSubmit={(event) => {
          event.preventDefault();
          const [only, second] = found;
          if (only && !second) onChoose(only.id);
        }}
      >
        <SearchBox label="Filter providers" value={filter} onChange={setFilter} autoFocus />
        <div className={styles['cards']}>
          <PresetCards presets={found} onChoose={onChoose} />
          {found.length === 0 && (
            <p role="status" className={styles['help']}>
              No provider matches.{general && ` If yours speaks OAuth 2.0, choose “${general.name}”.`}
            </p>
          )}
        </div>
      </form>
      <DialogFoot>
        <Button onClick={onCancel}>Cancel</Button>
      </DialogFoot>
    </>
  );
}
