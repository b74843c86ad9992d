import type { ReactNode } from 'react';
import type { ImportStart } from '../../state/use-import.ts';
import { Button } from '../../ui/Button.tsx';

/** The two ways to add a key without choosing its provider. */
export function ImportButtons({ reading, read }: ImportStart): ReactNode {
  return (
    <>
      <Button
        tone="primary"
        icon="paste"
        busy={reading === 'import.readClipboard'}
        onClick={() => read('import.readClipboard')}
      >
        Paste what you have
      </Button>
      <Button icon="file" busy={reading === 'import.readFile'} onClick={() => read('import.readFile')}>
        Import from a file…
      </Button>
    </>
  );
}
