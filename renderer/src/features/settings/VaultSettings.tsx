import type { ReactNode } from 'react';
import { healthTexts } from '#contract/words/health-words';
import { backupWords, exportWords, restoreWords } from '#contract/words/restore-words';
import { trustWords } from '#contract/words/trust-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingField.module.css';
import { SettingSection } from './SettingField.tsx';

/** The ways to what concerns the vault as a whole. */
export function VaultSettings({ onOpen }: { readonly onOpen: OpenDialogFn }): ReactNode {
  return (
    <SettingSection title={trustWords.vault}>
      <p className={styles['buttons']}>
        <Button icon="shield" onClick={() => onOpen({ kind: 'protection', startWith: null })}>
          {trustWords.open}
        </Button>
        <Button icon="details" onClick={() => onOpen({ kind: 'health' })}>
          {healthTexts.open}
        </Button>
        <Button icon="history" onClick={() => onOpen({ kind: 'backups' })}>
          {backupWords.open}
        </Button>
        <Button icon="export" onClick={() => onOpen({ kind: 'export' })}>
          {exportWords.open}
        </Button>
        <Button icon="import" onClick={() => onOpen({ kind: 'restore' })}>
          {restoreWords.open}
        </Button>
      </p>
    </SettingSection>
  );
}
