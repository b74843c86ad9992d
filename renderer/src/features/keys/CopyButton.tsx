import { type ReactNode, useEffect, useState } from 'react';
import type { KeyView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import { Button } from '../../ui/Button.tsx';
import { tokenForm, useCopy } from './use-copy.ts';

const confirmedMs = 2_000;

/** Puts a fresh token on the clipboard. */
export function CopyButton({ subject }: { readonly subject: KeyView }): ReactNode {
  const copy = useCopy();
  const [phase, setPhase] = useState<'idle' | 'busy' | 'copied'>('idle');

  useEffect(() => {
    if (phase !== 'copied') return;
    const timer = setTimeout(() => setPhase('idle'), confirmedMs);
    return () => clearTimeout(timer);
  }, [phase]);

  const copyToken = async (): Promise<void> => {
    setPhase('busy');
    setPhase((await copy(subject, tokenForm)) ? 'copied' : 'idle');
  };

  return (
    <Button
      icon={phase === 'copied' ? 'check' : 'copy'}
      busy={phase === 'busy'}
      aria-label={`Copy token of ${visibleText(subject.name)}`}
      title="Copy a fresh access token"
      onClick={() => void copyToken()}
    >
      <span data-words>{phase === 'copied' ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}
