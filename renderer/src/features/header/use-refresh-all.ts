import { useEffect, useState } from 'react';
import { refreshedAllWords } from '#contract/words/refresh-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Renewing all keys at once, as far as it is. */
export interface RefreshAll {
  readonly isRunning: boolean;
  /** Null until the first key answered. */
  readonly progress: { readonly done: number; readonly all: number } | null;
  readonly start: () => void;
}

/** Asks all providers now, shows how far that is, and tells what came of it. */
export function useRefreshAll(): RefreshAll {
  const ask = useAsk();
  const { bridge, toasts } = useServices();
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState<RefreshAll['progress']>(null);

  useEffect(() => {
    if (isRunning) return bridge.on('refreshProgress', setProgress);
    setProgress(null);
    return undefined;
  }, [isRunning, bridge]);

  const run = async (): Promise<void> => {
    setRunning(true);
    const counts = await ask('tokens.refreshAll', {});
    setRunning(false);
    if (counts !== null) toasts.show({ tone: 'done', ...refreshedAllWords(counts) });
  };
  return { isRunning, progress, start: () => void (isRunning ? null : run()) };
}
