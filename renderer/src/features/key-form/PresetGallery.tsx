import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Snapshot } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useImport } from '../../state/use-import.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/Dialog.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { findPresets } from './find-presets.ts';
import { ImportButtons } from './ImportButtons.tsx';
import { NoProviderFound } from './NoProviderFound.tsx';
import { PresetCards } from './PresetCards.tsx';
import styles from './PresetGallery.module.css';
import { PresetProblems } from './PresetProblems.tsx';

interface PresetGalleryProps {
  readonly snapshot: Snapshot;
  readonly onChoose: (presetId: string) => void;
  readonly onOpen: OpenDialogFn;
  readonly onCancel: () => void;
}

/** No search is as long, and none has lines: this is a key that somebody wants to add. */
function isNoSearch(pasted: string): boolean {
  return pasted.length > 60 || /[\n\r]/.test(pasted.trim());
}

function countWords(count: number): string {
  if (count === 0) return 'No provider found';
  return count === 1 ? '1 provider found' : `${count} providers found`;
}

/** First step of adding: which provider, or what there is of it. Typing narrows the cards; Enter takes the best match. */
export function PresetGallery({ snapshot, onChoose, onOpen, onCancel }: PresetGalleryProps): ReactNode {
  const ask = useAsk();
  const importStart = useImport(onOpen);
  const [search, setSearch] = useState('');
  const galleryRef = useRef<HTMLFormElement>(null);
  const searching = search.trim() !== '';
  const found = findPresets(snapshot.presets, search);
  const [best] = found;

  const toSearch = (): void => galleryRef.current?.querySelector('input')?.focus();
  const onKeyDown = (event: KeyboardEvent): void => {
    const inSearch = event.target instanceof HTMLInputElement;
    if (inSearch && event.key === 'ArrowDown') {
      event.preventDefault();
      galleryRef.current?.querySelector<HTMLElement>('li button')?.focus();
    }
    const types =
      event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!inSearch && types) toSearch();
  };
  const openFolder = (): void => void ask('presets.openFolder', {});

  return (
    <>
      <form
        ref={galleryRef}
        className={styles['gallery']}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          if (searching && best) onChoose(best.id);
        }}
      >
        <div
          className={styles['search']}
          onPaste={(event) => {
            if (!isNoSearch(event.clipboardData.getData('text'))) return;
            // The main process reads it: a key has no business in the markup of this page.
            event.preventDefault();
            importStart.read('import.readClipboard');
          }}
        >
          <SearchBox label="Search providers" value={search} onChange={setSearch} autoFocus />
          <span role="status">
            <VisuallyHidden>{searching && countWords(found.length)}</VisuallyHidden>
          </span>
        </div>
        {!searching && (
          <div className={styles['paste']}>
            <p>A curl line, a key file, .env lines or a table: Keyfob finds out what it is.</p>
            <ImportButtons {...importStart} />
          </div>
        )}
        {(!searching || !best) && <PresetProblems problems={snapshot.presetProblems} />}
        {best ? (
          <PresetCards
            presets={found}
            onChoose={onChoose}
            enterTakesFirst={searching}
            onLeaveTop={toSearch}
          />
        ) : (
          <NoProviderFound presets={snapshot.presets} onChoose={onChoose} importStart={importStart} />
        )}
        {!searching && (
          <p className={styles['own']}>
            A provider of your own: describe it in a JSON file in the presets folder, and it stands here.
          </p>
        )}
      </form>
      <DialogFoot
        aside={
          <Button tone="quiet" icon="folder" onClick={openFolder}>
            Open presets folder
          </Button>
        }
      >
        <Button onClick={onCancel}>Cancel</Button>
      </DialogFoot>
    </>
  );
}
