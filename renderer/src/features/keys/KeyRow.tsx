import { memo, type ReactNode, useRef } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { MiddleEllipsis } from '../../ui/MiddleEllipsis.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { CopyAsMenu } from './CopyAsMenu.tsx';
import { CopyButton } from './CopyButton.tsx';
import { KeyAge, useIsOld } from './KeyAge.tsx';
import { KeyDetails } from './KeyDetails.tsx';
import { KeyExpiry } from './KeyExpiry.tsx';
import { KeyName } from './KeyName.tsx';
import styles from './KeyTable.module.css';
import { KindMark } from './KindMark.tsx';
import { RevealSecret } from './RevealSecret.tsx';
import { RowMenu } from './RowMenu.tsx';
import { TokenStatus } from './TokenStatus.tsx';
import { useReveal } from './use-reveal.ts';
import { useShownRow } from './use-shown-row.ts';

interface KeyRowProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  /** The age from which a key should be replaced, in days; null: none. */
  readonly rotateAfterDays: number | null;
  readonly onOpen: OpenDialogFn;
}

/** A key: its row, and below it what needs a whole line. Drawn anew only when it changed. */
export const KeyRow = memo(function KeyRow({
  subject,
  preset,
  rotateAfterDays,
  onOpen,
}: KeyRowProps): ReactNode {
  const rowRef = useRef<HTMLTableRowElement>(null);
  const { isHighlighted, isAsked } = useShownRow(subject.id, rowRef);
  const isOld = useIsOld(subject, rotateAfterDays);
  const reveal = useReveal(subject.id);
  const secrets = subject.secretFieldIds.map((id) => ({
    id,
    label: preset?.fields.find((field) => field.id === id)?.label ?? id,
  }));

  return (
    <tbody
      className={styles['key']}
      data-key-name={subject.name}
      data-state={subject.token.state}
      data-shown={isHighlighted || undefined}
    >
      <tr ref={rowRef} tabIndex={-1} className={styles['row']}>
        <th scope="row" className={styles['name']}>
          <KeyName subject={subject} />
        </th>
        <td className={styles['description']} title={visibleText(subject.description)}>
          {subject.description === '' ? '-' : <OutsideText text={subject.description} />}
        </td>
        <td data-label="Provider" className={styles['provider']} title={visibleText(subject.providerName)}>
          <span className={styles['providerName']}>
            <OutsideText text={subject.providerName} />
          </span>
          <KindMark kind={subject.keyKind} />
        </td>
        <td data-label="Client ID" className={styles['clientId']}>
          {subject.clientId ? <MiddleEllipsis text={subject.clientId} /> : '-'}
        </td>
        <td data-label="Token" className={styles['token']}>
          <TokenStatus token={subject.token} />
        </td>
        <td data-label="Key expires" className={styles['keyExpiry']}>
          <KeyExpiry subject={subject} />
        </td>
        <td data-label="Created at" className={styles['createdAt']}>
          <KeyAge createdAtMs={subject.createdAtMs} isOld={isOld} />
        </td>
        <td data-label="Secret" className={styles['secret']}>
          <RevealSecret keyName={subject.name} secrets={secrets} reveal={reveal} />
        </td>
        <td className={styles['actions']}>
          <CopyButton subject={subject} />
          <CopyAsMenu subject={subject} />
          <RowMenu subject={subject} preset={preset} onOpen={onOpen} />
        </td>
      </tr>
      <KeyDetails
        subject={subject}
        secrets={secrets}
        reveal={reveal}
        preset={preset}
        isAsked={isAsked}
        isOld={isOld}
        onOpen={onOpen}
      />
    </tbody>
  );
});
