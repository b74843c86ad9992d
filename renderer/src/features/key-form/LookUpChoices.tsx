import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import popover from '../../ui/Popover.module.css';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './LookUpPopup.module.css';
import type { LookUpState, OfferedChoice } from './use-look-up.ts';

/** From how many choices on there is a filter. */
const filterFrom = 9;

interface LookUpChoicesProps {
  readonly state: LookUpState;
  readonly onAgain: () => void;
  readonly onPick: (value: string) => void;
}

/** The values that a provider offers, or why there are none. */
export function LookUpChoices({ state, onAgain, onPick }: LookUpChoicesProps): ReactNode {
  if (state.status === 'failed') {
    return (
      <>
        <div role="alert">
          <FailureNote failure={state.failure} place="test" />
        </div>
        <Button icon="refresh" onClick={onAgain}>
          Try again
        </Button>
      </>
    );
  }
  if (state.status === 'offered' && state.choices.length > 0) {
    return <Choices choices={state.choices} onPick={onPick} />;
  }
  return (
    <p role="status" className={styles['message']}>
      {state.status === 'asking' ? (
        <>
          <Spinner /> Asking the provider…
        </>
      ) : (
        'The provider offers none. Enter the value by hand.'
      )}
    </p>
  );
}

interface ChoicesProps {
  readonly choices: readonly OfferedChoice[];
  readonly onPick: (value: string) => void;
}

function Choices({ choices, onPick }: ChoicesProps): ReactNode {
  const [filter, setFilter] = useState('');
  const word = filter.trim().toLocaleLowerCase();
  const found = choices.filter(({ label, value }) => `${label}\n${value}`.toLocaleLowerCase().includes(word));
  return (
    <>
      {choices.length >= filterFrom && (
        <SearchBox label="Filter values" value={filter} onChange={setFilter} />
      )}
      <ul className={styles['choices']}>
        {found.map(({ value, label }) => (
          <li key={value}>
            <button
              type="button"
              className={`${popover['entry']} ${styles['choice']}`}
              onClick={() => onPick(value)}
            >
              <OutsideText text={label} />
              {label !== value && (
                <span className={styles['value']}>
                  <OutsideText text={value} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles['message']}>No value matches.</p>}
    </>
  );
}
