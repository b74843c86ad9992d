import { type ReactNode, useEffect, useState } from 'react';
import { coarseDuration } from '#contract/words/time-words';
import { visibleText } from '#contract/words/visible-text';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';

const confirmedMs = 2_000;

interface CopyButtonProps {
  readonly keyId: string;
  readonly keyName: string;
}

/** Puts a fresh token on the clipboard. May take a while: the main process asks the provider first if it has to. */
export function CopyButton({ keyId, keyName }: CopyButtonProps): ReactNode {
  const ask = useAsk();
  const { toasts } = useServices();
  const [phase, setPhase] = useState<'idle' | 'busy' | 'copied'>('idle');

  useEffect(() => {
    if (phase !== 'copied') return;
    const timer = setTimeout(() => setPhase('idle'), confirmedMs);
    return () => clearTimeout(timer);
  }, [phase]);

  const copy = async (): Promise<void> => {
    setPhase('busy');
    const copied = await ask('tokens.copy', { keyId });
    setPhase(copied === null ? 'idle' : 'copied');
    if (copied === null) return;
    const valid =
      copied.expiresAtMs === null ? '' : `, valid ${coarseDuration(copied.expiresAtMs - Date.now())}`;
    toasts.show({ tone: 'done', title: `Copied${valid}`, whatToDo: `Token of ${keyName}` });
  };

  return (
    <Button
      icon={phase === 'copied' ? 'check' : 'copy'}
      busy={phase === 'busy'}
      aria-label={`Copy token of ${visibleText(keyName)}`}
      title="Copy a fresh access token"
      onClick={() => void copy()}
    >
      <span data-words>{phase === 'copied' ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}
