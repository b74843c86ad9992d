import { type ReactNode, useId, useState } from 'react';
import type { RestoreChoice, RestorePreview } from '#contract/restore-view';
import {
  exportedOnWords,
  onlyHereWords,
  replaceText,
  replaceTitle,
  restoreWords,
} from '#contract/words/restore-words';
import { useFailure } from '../../state/use-failure.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Choice } from '../details/Choice.tsx';
import { FileLine } from './FileLine.tsx';
import styles from './Restore.module.css';
import { RestoreTable } from './RestoreTable.tsx';
import type { Restore } from './use-restore.ts';

interface RestorePreviewFormProps {
  readonly restore: Restore;
  readonly choice: RestoreChoice;
  readonly preview: RestorePreview;
  readonly onClose: () => void;
}

/** What the file holds next to what is stored, and what is to become of both. */
export function RestorePreviewForm(props: RestorePreviewFormProps): ReactNode {
  const { restore, choice, preview, onClose } = props;
  const group = useId();
  const [how, setHow] = useState<'merge' | 'replace'>('merge');
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useFailure(restoreWords.confirm);
  const { rows, onlyHere } = preview;
  const isPointless = how === 'merge' && rows.every(({ what }) => what === 'same' || what === 'older');
  const merge = async (): Promise<void> => {
    setFailure(null);
    setFailure(await restore.run('merge'));
  };
  return (
    <>
      <DialogBody>
        <FileLine choice={choice}>{exportedOnWords(preview)}</FileLine>
        {rows.length === 0 ? <p>{restoreWords.empty}</p> : <RestoreTable rows={rows} />}
        {onlyHere.length > 0 && (
          <details className={styles['onlyHere']}>
            <summary>{onlyHereWords(onlyHere.length)}</summary>
            <Names names={onlyHere} />
          </details>
        )}
        <fieldset className={styles['how']} aria-label={restoreWords.how}>
          <Choice
            group={group}
            label={restoreWords.merge}
            help={restoreWords.mergeHelp}
            checked={how === 'merge'}
            onChoose={() => setHow('merge')}
          />
          <Choice
            group={group}
            label={restoreWords.replace}
            help={restoreWords.replaceHelp}
            checked={how === 'replace'}
            onChoose={() => setHow('replace')}
          />
        </fieldset>
        {isPointless && rows.length > 0 && <Note icon="check">{restoreWords.nothingToDo}</Note>}
        {failure && <FailureNote failure={failure} />}
      </DialogBody>
      <DialogFoot
        aside={
          <Button tone="quiet" disabled={restore.busy} onClick={restore.choose}>
            {restoreWords.another}
          </Button>
        }
      >
        <Button disabled={restore.busy} onClick={onClose}>
          Cancel
        </Button>
        <Button
          tone={how === 'replace' ? 'danger' : 'primary'}
          busy={restore.busy}
          disabled={isPointless}
          onClick={() => (how === 'replace' ? setAsking(true) : void merge())}
        >
          {how === 'replace' ? restoreWords.replaceOpen : restoreWords.confirm}
        </Button>
      </DialogFoot>
      {isAsking && (
        <ConfirmDialog
          title={replaceTitle(onlyHere.length)}
          confirm={restoreWords.replaceConfirm}
          run={() => restore.run('replace')}
          onClose={() => setAsking(false)}
        >
          {onlyHere.length > 0 && <Names names={onlyHere} />}
          <p>{replaceText(rows.filter(({ what }) => what === 'older').length)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <ul className={styles['names']} tabIndex={0} aria-label={onlyHereWords(names.length)}>
      {names.map((name) => (
        <li key={name}>
          <OutsideText text={name} />
        </li>
      ))}
    </ul>
  );
}
