import { type ReactNode, useId, useState } from 'react';
import type { KeyView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { useCopy } from './use-copy.ts';

/** The other ways to copy a key's token: a header, a `curl` line and so on. Nothing when there is only the token. */
export function CopyAsMenu({ subject }: { readonly subject: KeyView }): ReactNode {
  const menuId = useId();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const copy = useCopy();
  if (subject.copyForms.length < 2) return null;

  const label = `Copy as… for ${visibleText(subject.name)}`;
  const copyAs = async (formId: string): Promise<void> => {
    setBusy(true);
    await copy(subject, formId);
    setBusy(false);
  };
  return (
    <>
      <IconButton
        icon="down"
        label={label}
        hint="Copy as…"
        popoverTarget={menuId}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={busy || undefined}
      />
      <Menu id={menuId} label={label} open={open} onOpenChange={setOpen}>
        {subject.copyForms.map((form) => (
          <MenuItem key={form.id} icon="copy" onChoose={() => void copyAs(form.id)}>
            <OutsideText text={form.label} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
