import { type ReactNode, useId, useState } from 'react';
import type { CallInput } from '#contract/calls';
import type { KeyView } from '#contract/view';
import { inboxWords, snoozedWords } from '#contract/words/inbox-words';
import { visibleText } from '#contract/words/visible-text';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';

type Until = CallInput<'notices.snooze'>['until'];

/** Until when a key's notices are put off; null when they are not, or no longer. */
export function useSnoozedUntil({ snoozedUntilMs }: Pick<KeyView, 'snoozedUntilMs'>): number | null {
  return useNow((nowMs) => snoozedUntilMs !== null && snoozedUntilMs > nowMs) ? snoozedUntilMs : null;
}

/** Puts a key's notices off, or ends that. Nothing for a key that has expired: that is told in any case (docs/notices.md). */
export function SnoozeMenu({ subject }: { readonly subject: KeyView }): ReactNode {
  const ask = useAsk();
  const menuId = useId();
  const [open, setOpen] = useState(false);
  const { id: keyId, keyExpiresAtMs } = subject;
  const snoozedUntilMs = useSnoozedUntil(subject);
  const isExpired = useNow((nowMs) => keyExpiresAtMs !== null && keyExpiresAtMs <= nowMs);
  if (isExpired) return null;

  const label = `Snooze ${visibleText(subject.name)}`;
  const lengths: readonly Until[] = [
    'day',
    'week',
    ...(keyExpiresAtMs === null ? [] : (['expiry'] as const)),
  ];
  return (
    <>
      <IconButton
        icon={snoozedUntilMs === null ? 'clock' : 'bellOff'}
        label={snoozedUntilMs === null ? label : `${label}: ${snoozedWords(snoozedUntilMs)}`}
        hint={snoozedUntilMs === null ? 'Snooze' : snoozedWords(snoozedUntilMs)}
        popoverTarget={menuId}
        aria-haspopup="menu"
        aria-expanded={open}
      />
      <Menu id={menuId} label={label} open={open} onOpenChange={setOpen}>
        {snoozedUntilMs !== null && (
          <MenuItem icon="bell" onChoose={() => void ask('notices.snooze', { keyId, until: 'none' })}>
            {inboxWords.snooze.none}
          </MenuItem>
        )}
        {lengths.map((until) => (
          <MenuItem key={until} icon="clock" onChoose={() => void ask('notices.snooze', { keyId, until })}>
            {inboxWords.snooze[until]}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
