import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { FailureLine, rowFailure } from './FailureLine.tsx';
import styles from './KeyTable.module.css';
import { OutputsLine } from './OutputsLine.tsx';
import { RevealedLine } from './RevealedLine.tsx';
import { RotationLine } from './RotationLine.tsx';
import { SignInLine } from './SignInLine.tsx';
import type { Reveal } from './use-reveal.ts';

interface KeyDetailsProps {
  readonly subject: KeyView;
  readonly secrets: readonly { readonly id: string; readonly label: string }[];
  readonly reveal: Reveal;
  readonly onOpen: OpenDialogFn;
}

/** The lines below a key's row. Each is a row of its own, so that the table stays a table for screen readers. */
export function KeyDetails({ subject, secrets, reveal, onOpen }: KeyDetailsProps): ReactNode {
  const { revealed } = reveal;
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
    lines.push(['failure', <FailureLine key="failure" subject={subject} onOpen={onOpen} />]);
  }
  return lines.map(([id, line]) => (
    <tr key={id} className={styles['detail']}>
      <td colSpan={9}>{line}</td>
    </tr>
  ));
}
