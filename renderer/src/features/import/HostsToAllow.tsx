import type { ReactNode } from 'react';
import { importWords } from '#contract/words/import-words';
import { count } from '#contract/words/key-words';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { hostsOf } from './hosts-to-allow.ts';
import styles from './ImportPreview.module.css';
import type { PreviewState } from './use-import-preview.ts';

interface HostsToAllowProps extends Pick<PreviewState, 'rows' | 'allowed' | 'allow'> {
  readonly hidden: boolean;
}

/** Each host that a selected key would be sent to: nothing is imported before the user has seen and ticked them all. */
export function HostsToAllow({ rows, allowed, allow, hidden }: HostsToAllowProps): ReactNode {
  const hosts = hostsOf(rows);
  const open = hosts.filter(({ isTyped }) => !isTyped).map(({ host }) => host);
  if (hosts.length === 0) return null;
  return (
    <fieldset className={styles['hosts']} hidden={hidden}>
      <legend className={styles['heading']}>{importWords.sentTo}</legend>
      {open.length > 1 && (
        <label className={styles['choice']}>
          <input
            type="checkbox"
            checked={open.every((host) => allowed.has(host))}
            onChange={(event) => allow(open, event.target.checked)}
          />
          <strong>{importWords.allowAll}</strong>
        </label>
      )}
      {hosts.map(({ host, keys, isTyped }) => (
        <label key={host} className={styles['choice']}>
          <input
            type="checkbox"
            checked={isTyped || allowed.has(host)}
            disabled={isTyped}
            onChange={(event) => allow([host], event.target.checked)}
          />
          <span>
            <span className={styles['host']}>
              <OutsideText text={host} />
            </span>{' '}
            <span className={styles['muted']}>
              {count(keys, 'key', 'keys')}
              {isTyped && ', entered by you'}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
