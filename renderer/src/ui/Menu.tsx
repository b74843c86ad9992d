import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Glyph, type IconName } from './Glyph.tsx';
import styles from './Menu.module.css';
import popover from './Popover.module.css';

interface MenuProps {
  readonly id: string;
  readonly label: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}

/**
 * A menu in a native popover: the browser opens it from its button (`popoverTarget`), closes it on Escape or a click
 * elsewhere, and gives the focus back. Its entries exist only while it is open.
 */
export function Menu({ id, label, open, onOpenChange, children }: MenuProps): ReactNode {
  const menuRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) items(menuRef.current)[0]?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items(menuRef.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const targets: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Tab') menuRef.current?.hidePopover();
    if (event.key === 'Escape' && menuRef.current?.closest('dialog')) {
      // For the menu alone, not for the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      menuRef.current.hidePopover();
    }
    if (target === undefined) return;
    event.preventDefault();
    all[target]?.focus();
  };

  return (
    <div
      ref={menuRef}
      id={id}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={`${popover['popover']} ${styles['menu']}`}
      onToggle={(event) => onOpenChange(event.newState === 'open')}
      onKeyDown={onKeyDown}
    >
      {open && children}
    </div>
  );
}

interface MenuItemProps {
  readonly icon: IconName;
  readonly danger?: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** An entry of a menu. Choosing it closes the menu first, so that a dialog can give the focus back to the button. */
export function MenuItem({ icon, danger = false, onChoose, children }: MenuItemProps): ReactNode {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={`${popover['entry']} ${styles['item']} ${danger ? styles['danger'] : ''}`}
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
        onChoose();
      }}
    >
      <Glyph name={icon} />
      {children}
    </button>
  );
}
