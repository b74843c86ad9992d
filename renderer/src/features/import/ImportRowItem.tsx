import { type Dispatch, memo, type ReactNode, useId, useRef } from 'react';
import type { ImportRow } from '#contract/import-view';
import type { KeyView, PresetView } from '#contract/view';
import { importWords } from '#contract/words/import-words';
import { visibleText } from '#contract/words/visible-text';
import { Button } from '../../ui/Button.tsx';
import { FieldError } from '../../ui/FieldError.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { control } from '../key-form/control-names.ts';
import { TestPanel } from '../key-form/TestPanel.tsx';
import { FoundLine } from './FoundLine.tsx';
import styles from './ImportRow.module.css';
import type { RowChange, RowState } from './import-rows.ts';
import { MissingInputs } from './MissingInputs.tsx';
import { ProviderChoice } from './ProviderChoice.tsx';
import { RowMarks } from './RowMarks.tsx';
import { typedHost } from './row-host.ts';
import { useRowTest } from './use-row-test.ts';

/** What a row is drawn from. */
export interface ImportRowProps {
  readonly importId: string;
  readonly row: ImportRow;
  readonly state: RowState;
  readonly preset: PresetView;
  readonly presets: readonly PresetView[];
  /** Stored keys, for a field that draws from one. */
  readonly sources: readonly KeyView[];
  readonly host: string | null;
  /** The user agreed to send keys to the host. */
  readonly isAllowed: boolean;
  readonly isNewProvider: boolean;
  /** Kept, with what was typed, but filtered out. */
  readonly isHidden: boolean;
  /** Another row has the same provider. */
  readonly hasAlike: boolean;
  /** Takes what was entered here over into all other rows of the provider that lack it. */
  readonly fillAlike: (index: number) => void;
  readonly change: Dispatch<RowChange>;
  readonly onEdit: () => void;
}

/** A key that was found. A form of its own, so that its values can be read when they are needed. */
export const ImportRowItem = memo(function ImportRowItem(props: ImportRowProps): ReactNode {
  const { row, state, preset, host, isHidden, change, onEdit } = props;
  const formRef = useRef<HTMLFormElement>(null);
  const errorId = useId();
  const test = useRowTest(props, formRef);
  const nameError = state.errors[control.name];
  const name = visibleText(row.name);

  return (
    <li className={styles['row']} hidden={isHidden} data-refused={state.refusal !== null || undefined}>
      <form
        ref={formRef}
        data-index={row.index}
        aria-label={name}
        noValidate
        autoComplete="off"
        onSubmit={(event) => event.preventDefault()}
        onInput={(event) => {
          const edited = (event.target as HTMLElement).getAttribute('name');
          if (edited === null) return;
          onEdit();
          change({ kind: 'correct', index: row.index, control: edited });
        }}
        onBlur={({ currentTarget }) => {
          const typed = typedHost(currentTarget, preset);
          if (typed !== state.typedHost)
            change({ kind: 'row', index: row.index, change: { typedHost: typed } });
        }}
      >
        <div className={styles['main']}>
          <input
            type="checkbox"
            className={styles['tick']}
            aria-label={`Import ${name}`}
            checked={state.ticked}
            onChange={(event) =>
              change({ kind: 'row', index: row.index, change: { ticked: event.target.checked } })
            }
          />
          <input
            type="text"
            name={control.name}
            className={styles['name']}
            aria-label="Name"
            aria-invalid={nameError ? true : undefined}
            aria-describedby={nameError ? errorId : undefined}
            defaultValue={row.name}
            maxLength={400}
            spellCheck={false}
          />
          <ProviderChoice {...props} />
          <span className={styles['host']} title={host ?? undefined}>
            {host === null ? importWords.nowhere : <OutsideText text={host} />}
          </span>
          <Button
            aria-label={`Test ${name}`}
            disabled={!state.ticked}
            busy={test.running}
            onClick={test.start}
          >
            Test
          </Button>
        </div>
        <div className={styles['below']}>
          {nameError && <FieldError id={errorId}>{nameError}</FieldError>}
          <FoundLine row={row} preset={preset} />
          <RowMarks {...props} blockedBy={test.blockedBy} />
          {/* New inputs for new values: they keep what they were first given. */}
          <MissingInputs key={JSON.stringify([preset.id, state.prefill])} {...props} />
          {(test.running || test.report) && (
            <TestPanel running={test.running} steps={test.steps} report={test.report} onStop={test.stop} />
          )}
        </div>
      </form>
    </li>
  );
});
