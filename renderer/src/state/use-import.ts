import { useState } from 'react';
import type { ImportPreview } from '#contract/import-view';
import { failureWords } from '#contract/words/failure-words';
import { ask as askBridge } from '../bridge.ts';
import type { OpenDialogFn } from './open-dialog.ts';
import { useServices } from './services.ts';
import { useAsk } from './use-ask.ts';
import { useGone } from './use-gone.ts';

/** Where an import reads from. Clipboard and file are read by the main process; a text comes from this page. */
export type ImportSource = 'import.readClipboard' | 'import.readFile' | 'import.readText';

/** As much text as the contract takes, in UTF-16 code units. */
const longestText = 1_048_576;

/** Starts an import. */
export interface ImportStart {
  /** What is being read, if anything. */
  readonly reading: ImportSource | null;
  readonly read: (source: 'import.readClipboard' | 'import.readFile') => void;
  readonly readText: (text: string) => void;
}

/** Reads what the user has and opens the preview of it. What cannot be read is told in a message. */
export function useImport(onOpen: OpenDialogFn): ImportStart {
  const ask = useAsk();
  const { bridge, toasts } = useServices();
  const [reading, setReading] = useState<ImportSource | null>(null);
  const isGone = useGone();

  const begin = async (source: ImportSource, start: () => Promise<ImportPreview | null>): Promise<void> => {
    if (reading !== null) return;
    setReading(source);
    const preview = await start();
    // The user went on with something else, which a dialog would now cover: what was read is forgotten.
    if (isGone.current) {
      if (preview !== null) await askBridge(bridge, 'import.cancel', { importId: preview.importId });
      return;
    }
    setReading(null);
    if (preview !== null) onOpen({ kind: 'import', preview });
  };
  return {
    reading,
    read: (source) => void begin(source, () => ask(source, {})),
    readText: (text) => {
      if (text.length <= longestText)
        return void begin('import.readText', () => ask('import.readText', { text }));
      const tooLong = failureWords({ kind: 'invalidInput', field: 'The text', reason: 'tooLong' });
      toasts.show({ tone: 'problem', ...tooLong });
    },
  };
}
