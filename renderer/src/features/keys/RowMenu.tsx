import { type ReactNode, useId, useState } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useRefresh } from '../../state/use-refresh.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { useAskDetails } from './use-ask-details.ts';
import { useReportRefused } from './use-report-refused.ts';

interface RowMenuProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  readonly onOpen: OpenDialogFn;
}

/** Everything else that can be done with a key. */
export function RowMenu({ subject, preset, onOpen }: RowMenuProps): ReactNode {
  const menuId = useId();
  const [open, setOpen] = useState(false);
  const label = `More for ${visibleText(subject.name)}`;

  return (
    <>
      <IconButton
        icon="more"
        label={label}
        hint="More"
        popoverTarget={menuId}
        aria-haspopup="menu"
        aria-expanded={open}
      />
      <Menu id={menuId} label={label} open={open} onOpenChange={setOpen}>
        <RowActions subject={subject} onOpen={onOpen} />
        <ProviderLinks preset={preset} />
        <MenuItem icon="delete" danger onChoose={() => onOpen({ kind: 'delete', keyId: subject.id })}>
          Delete…
        </MenuItem>
      </Menu>
    </>
  );
}

/** What this key and its provider offer. */
function RowActions({ subject, onOpen }: Omit<RowMenuProps, 'preset'>): ReactNode {
  const ask = useAsk();
  const refresh = useRefresh();
  const askDetails = useAskDetails();
  const reportRefused = useReportRefused();
  const { id: keyId, offers } = subject;
  return (
    <>
      <MenuItem icon="refresh" onChoose={() => void refresh(keyId)}>
        Refresh now
      </MenuItem>
      {subject.keyKind !== 'static' && subject.token.obtainedAtMs !== null && (
        <MenuItem icon="ban" onChoose={() => void reportRefused(subject)}>
          This token was refused
        </MenuItem>
      )}
      <MenuItem icon="details" onChoose={() => onOpen({ kind: 'details', keyId })}>
        Details…
      </MenuItem>
      <MenuItem icon="history" onChoose={() => onOpen({ kind: 'activity', keyId })}>
        Activity…
      </MenuItem>
      {offers.signIn && (
        <MenuItem icon="signIn" onChoose={() => onOpen({ kind: 'signIn', keyId })}>
          Sign in…
        </MenuItem>
      )}
      {offers.keyDetails && (
        <MenuItem icon="calendar" onChoose={() => void askDetails(subject)}>
          Ask when it expires
        </MenuItem>
      )}
      {offers.rotate && subject.rotation === null && (
        <MenuItem icon="rotate" onChoose={() => onOpen({ kind: 'rotate', keyId })}>
          Rotate secret…
        </MenuItem>
      )}
      {offers.revoke && subject.token.obtainedAtMs !== null && (
        <MenuItem icon="ban" onChoose={() => onOpen({ kind: 'revoke', keyId })}>
          Revoke token…
        </MenuItem>
      )}
      <MenuItem icon="edit" onChoose={() => onOpen({ kind: 'edit', keyId })}>
        Edit…
      </MenuItem>
      <MenuItem
        icon="star"
        onChoose={() => void ask('keys.setDefault', { keyId: subject.isDefault ? null : keyId })}
      >
        {subject.isDefault ? 'Remove default' : 'Make default for tray click'}
      </MenuItem>
    </>
  );
}

/** The provider's own pages. */
function ProviderLinks({ preset }: Pick<RowMenuProps, 'preset'>): ReactNode {
  const ask = useAsk();
  return preset?.links.map((link) => (
    <MenuItem
      key={link.id}
      icon="external"
      onChoose={() => void ask('app.openLink', { presetId: preset.id, link: link.id })}
    >
      {link.id === 'console' ? 'Open provider console' : 'Open provider documentation'}
    </MenuItem>
  ));
}
