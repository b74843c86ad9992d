import type { ReactNode } from 'react';
import type { PresetView, Snapshot } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';

interface FormNotesProps {
  readonly preset: PresetView;
  readonly snapshot: Snapshot;
  readonly needsSignIn: boolean;
}

/** What happens after saving that the fields do not show: a sign-in, or a program that must be approved. */
export function FormNotes({ preset, snapshot, needsSignIn }: FormNotesProps): ReactNode {
  const ask = useAsk();
  const isCommand = preset.keyKind === 'exec';
  return (
    <>
      {needsSignIn && (
        <Note icon="external">
          You sign in after saving: Keyfob shows a code, and you enter it on the provider’s own page.
        </Note>
      )}
      {isCommand && (
        <Note icon="lock">
          A program on this computer prints the token. Before it first runs, a dialog of the system asks
          whether Keyfob may run it, and again when the program has changed.
        </Note>
      )}
      {isCommand && !snapshot.settings.commandsAllowed && (
        <Note
          icon="warning"
          tone="warning"
          action={
            <Button onClick={() => void ask('settings.allowCommands', { allowed: true })}>
              Allow commands…
            </Button>
          }
        >
          Commands are not allowed yet: without them this key gives no token.
        </Note>
      )}
    </>
  );
}
