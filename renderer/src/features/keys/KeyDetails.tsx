import type { ReactNode } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { expiryLevel, needsUser } from '#contract/words/key-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useNow } from '../../state/use-now.ts';
import { EndingLine } from './EndingLine.tsx';
import { FailureLine, rowFailure } from './FailureLine.tsx';
import styles from './KeyTable.module.css';
import { OutputsLine } from './OutputsLine.tsx';
import { RevealedLine } from './RevealedLine.tsx';
import { RotationLine } from './RotationLine.tsx';
import { SignInLine } from './SignInLine.tsx';
import { useSnoozedUntil } from './SnoozeMenu.tsx';
import type { Reveal } from './use-reveal.ts';

interface KeyDetailsProps {
  readonly subject: KeyView;
  readonly secrets: readonly { readonly id: string; readonly label: string }[];
  readonly reveal: Reveal;
  readonly preset: PresetView | undefined;
  /** A notice about this key was clicked. */
  readonly isAsked: boolean;
  readonly isOld: boolean;
  readonly onOpen: OpenDialogFn;
}

/** The lines below a key's row. Each is a row of its own, so that the table stays a table for screen readers. */
export function KeyDetails(props: KeyDetailsProps): ReactNode {
  const { subject, secrets, reveal, preset, onOpen } = props;
  const { revealed } = reveal;
  const isEnding = useIsEnding(props);
  const label = secrets.find(({ id }) => id === revealed?.fieldId)?.label ?? 'Secret';
  const lines: [string, ReactNode][] = [];
  if (subject.token.outputs.length > 0) {
    lines.push(['outputs', <OutputsLine key="outputs" subject={subject} />]);
  }
  if (revealed !== null) {
    lines.push([
      'revealed',
      <RevealedLine key="revealed" label={label} revealed={revealed} onHide={reveal.hide} />,
    ]);
  }
  if (subject.rotation !== null) {
    const { rotation } = subject;
    lines.push([
      'rotation',
      <RotationLine key="rotation" subject={subject} rotation={rotation} onOpen={onOpen} />,
    ]);
  }
  if (subject.signIn !== null) {
    lines.push(['signIn', <SignInLine key="signIn" subject={subject} onOpen={onOpen} />]);
  } else if (rowFailure(subject) !== null) {
    lines.push(['failure', <FailureLine key="failure" subject={subject} preset={preset} onOpen={onOpen} />]);
  }
  if (isEnding) {
    lines.push(['ending', <EndingLine key="ending" subject={subject} preset={preset} onOpen={onOpen} />]);
  }
  return lines.map(([id, line]) => (
    <tr key={id} className={styles['detail']}>
      <td colSpan={9}>{line}</td>
    </tr>
  ));
}

/** Whether what is to be done about the key's end or age stands below it: in its last week unless snoozed, and when asked for. */
function useIsEnding({ subject, isAsked, isOld }: KeyDetailsProps): boolean {
  const isBeingSolved = needsUser(subject) || subject.rotation !== null || subject.signIn !== null;
  const level = useNow((nowMs) => expiryLevel(subject.keyExpiresAtMs, nowMs));
  const isSnoozed = useSnoozedUntil(subject) !== null;
  if (isBeingSolved) return false;
  if (isAsked) return level === 'week' || level === 'month' || isOld;
  return level === 'week' && !isSnoozed;
}
