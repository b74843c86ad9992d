import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { FieldView } from '#contract/view';
import { Button } from '../../ui/Button.tsx';
import popover from '../../ui/Popover.module.css';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { cardAfter } from './card-keys.ts';
import { LookUpChoices } from './LookUpChoices.tsx';
import styles from './LookUpPopup.module.css';
import { type LookUpFn, useLookUp } from './use-look-up.ts';

interface LookUpPopupProps {
  readonly field: FieldView;
  readonly onLookUp: LookUpFn;
  readonly onPick: (value: string) => void;
}

/** A button that asks the provider for a field's values and lists them in a native popover. */
export function LookUpPopup({ field, onLookUp, onPick }: LookUpPopupProps): ReactNode {
  const id = useId();
  const popupRef = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const { state, begin } = useLookUp(field.id, onLookUp);

  // The list is reached at once when it is there; before that the popup has the focus, so that Escape closes it.
  useEffect(() => {
    if (!open) return;
    const first =
      state.status === 'offered' && popupRef.current?.querySelector<HTMLElement>('input, li button');
    (first || popupRef.current)?.focus();
  }, [open, state.status]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Not for the dialog and the form around.
    event.stopPropagation();
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('li button')];
    if (event.key === 'Escape') popupRef.current?.hidePopover();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) buttons[0]?.click();
    else {
      const target = cardAfter(buttons, buttons.indexOf(event.target as HTMLElement), event.key);
      const isMove = target !== null && (event.key === 'ArrowDown' || event.key === 'ArrowUp');
      if (!isMove) return;
      if (target < 0) popupRef.current?.querySelector('input')?.focus();
      else buttons[target]?.focus();
    }
    event.preventDefault();
  };

  return (
    <>
      <Button popoverTarget={id} aria-haspopup="dialog" aria-expanded={open}>
        Choose…<VisuallyHidden> {field.label}</VisuallyHidden>
      </Button>
      <div
        ref={popupRef}
        id={id}
        popover="auto"
        role="dialog"
        tabIndex={-1}
        aria-label={`Values for ${field.label}`}
        className={`${popover['popover']} ${styles['popup']}`}
        onToggle={({ newState }) => {
          setOpen(newState === 'open');
          if (newState === 'open') begin();
        }}
        onKeyDown={onKeyDown}
        onInput={(event) => event.stopPropagation()}
      >
        {open && (
          <LookUpChoices
            state={state}
            onAgain={begin}
            onPick={(value) => {
              popupRef.current?.hidePopover();
              onPick(value);
            }}
          />
        )}
      </div>
    </>
  );
}
