import type { ReactNode } from 'react';
import { exportedWords, settingsWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './SettingField.module.css';
import { SettingCheck, SettingSection } from './SettingField.tsx';
import { useStoring } from './use-setting.ts';

/** The expiries for another calendar: once, or in a file that is kept up to date. */
export function CalendarSettings({ file }: { readonly file: string | null }): ReactNode {
  const { bridge, toasts } = useServices();
  const exporting = useStoring();
  const keeping = useStoring();
  const exportOnce = async (): Promise<void> => {
    const done = await exporting.run(() => ask(bridge, 'calendar.export', {}));
    if (done?.fileName) toasts.show({ tone: 'done', title: exportedWords(done.fileName), whatToDo: '' });
  };
  return (
    <SettingSection title={settingsWords.calendar}>
      <SettingCheck
        label={settingsWords.calendarKeep}
        help={
          file === null ? (
            settingsWords.calendarHelp
          ) : (
            <span className={styles['path']}>
              <OutsideText text={file} />
            </span>
          )
        }
        checked={file !== null}
        busy={keeping.busy}
        failure={keeping.failure}
        onChange={() => void keeping.run(() => ask(bridge, 'calendar.keep', { isKept: file === null }))}
      />
      <div className={styles['indented']}>
        <Button icon="export" busy={exporting.busy} onClick={() => void exportOnce()}>
          {settingsWords.calendarExport}
        </Button>
      </div>
      {exporting.failure && <FailureNote failure={exporting.failure} />}
    </SettingSection>
  );
}
