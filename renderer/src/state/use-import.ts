import { useEffect, useRef, useState } from 'react';
import { ask as askBridge } from '../bridge.ts';
import type { OpenDialogFn } from './open-dialog.ts';
import { useServices } from './services.ts';
import { useAsk } from './use-ask.ts';

/** Where an import reads from; both are read by the main process. */
export type ImportSource = 'import.readClipboard' | 'import.readFile';

/** Starts an import. */
export interface ImportStart {
  /** What is being read, if anything. */
  readonly reading: ImportSource | null;
  readonly read: (source: ImportSource) => void;
}

/** Reads what the user has and opens the preview of it. What cannot be read is told in a message. */
export function useImport(onOpen: OpenDialogFn): ImportStart {
  const ask = useAsk();
  const { bridge } = useServices();
  const [reading, setReading] = useState<ImportSource | null>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);

  const read = async (source: ImportSource): Promise<void> => {
    if (reading !== null) return;
    setReading(source);
    const preview = await ask(source, {});
    // The user went on with something else, which a dialog would now cover: what was read is forgotten.
    if (left.current) {
      if (preview !== null) await askBridge(bridge, 'import.cancel', { importId: preview.importId });
      return;
    }
    setReading(null);
    if (preview !== null) onOpen({ kind: 'import', preview });
  };
  return { reading, read: (source) => void read(source) };
}
