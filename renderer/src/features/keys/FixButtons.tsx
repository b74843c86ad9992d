import type { ReactNode } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';
import { type KeyFix, keyFixes } from './key-fixes.ts';

interface FixButtonsProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  readonly onOpen: OpenDialogFn;
}

/** Buttons for what can be done about a key, the best first. */
export function FixButtons({ subject, preset, onOpen }: FixButtonsProps): ReactNode {
  const ask = useAsk();
  const { id: keyId } = subject;
  const name = visibleText(subject.name);
  const buttons: Record<KeyFix, () => ReactNode> = {
    signIn: () => (
      <Button
        key="signIn"
        icon="signIn"
        aria-label={`Sign in: ${name}`}
        onClick={() => onOpen({ kind: 'signIn', keyId })}
      >
        Sign in
      </Button>
    ),
    rotate: () => (
      <Button
        key="rotate"
        icon="rotate"
        aria-label={`Rotate… the secret of ${name}`}
        onClick={() => onOpen({ kind: 'rotate', keyId })}
      >
        Rotate…
      </Button>
    ),
    console: () => (
      <Button
        key="console"
        icon="external"
        title="The provider’s page on which keys are made"
        aria-label={`Open console of the provider of ${name}`}
        onClick={() => void ask('app.openLink', { presetId: subject.presetId, link: 'console' })}
      >
        Open console
      </Button>
    ),
    edit: () => (
      <Button
        key="edit"
        icon="edit"
        aria-label={`Edit ${name}`}
        onClick={() => onOpen({ kind: 'edit', keyId })}
      >
        Edit
      </Button>
    ),
  };
  return keyFixes(subject, preset).map((fix) => buttons[fix]());
}
