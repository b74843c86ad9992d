import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { FailureLine, rowFailure } from './FailureLine.tsx';
import styles from './KeyTable.module.css';
import { OutputsLine } from './OutputsLine.tsx';
import { RevealedLine } from './RevealedLine.tsx';
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
    lines.push(['outputs', <OutputsLine key="outputs" outputs={subject.token.outputs} />]);
  }
  if (revealed !== null) {
    lines.push([
      'revealed',
      <RevealedLine key="revealed" label={label} revealed={revealed} onHide={reveal.hide} />,
    ]);
  }
  if (rowFailure(subject) !== null) {
    lines.push(['failure', <FailureLine key="failure" subject={subject} onOpen={onOpen} />]);
  }
  return lines.map(([id, line]) => (
    <tr key={id} className={styles['detail']}>
      <td colSpan={9}>{line}</td>
    </tr>
  ));
}
