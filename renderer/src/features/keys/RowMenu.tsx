import { type ReactNode, useId, useState } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useRefresh } from '../../state/use-refresh.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';

interface RowMenuProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  readonly onOpen: OpenDialogFn;
}

/** Everything else that can be done with a key. */
export function RowMenu({ subject, preset, onOpen }: RowMenuProps): ReactNode {
  const menuId = useId();
  const [open, setOpen] = useState(false);
  const ask = useAsk();
  const refresh = useRefresh();
  const keyId = subject.id;
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
        <MenuItem icon="refresh" onChoose={() => void refresh(keyId)}>
          Refresh now
        </MenuItem>
        <MenuItem icon="edit" onChoose={() => onOpen({ kind: 'edit', keyId })}>
          Edit…
        </MenuItem>
        <MenuItem
          icon="star"
          onChoose={() => void ask('keys.setDefault', { keyId: subject.isDefault ? null : keyId })}
        >
          {subject.isDefault ? 'Remove default' : 'Make default for tray click'}
        </MenuItem>
        {preset?.links.map((link) => (
          <MenuItem
            key={link.id}
            icon="external"
            onChoose={() => void ask('app.openLink', { presetId: preset.id, link: link.id })}
          >
            {link.id === 'console' ? 'Open provider console' : 'Open provider documentation'}
          </MenuItem>
        ))}
        <MenuItem icon="delete" danger onChoose={() => onOpen({ kind: 'delete', keyId })}>
          Delete…
        </MenuItem>
      </Menu>
    </>
  );
}
