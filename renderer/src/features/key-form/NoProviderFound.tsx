import type { ReactNode } from 'react';
import type { PresetView } from '#contract/view';
import type { ImportStart } from '../../state/use-import.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { ImportButtons } from './ImportButtons.tsx';
import styles from './PresetGallery.module.css';

/** Fits every service with the standard grant (electron/core/providers/presets/oauth2.json). */
const generalPresetId = 'oauth2';

interface NoProviderFoundProps {
  readonly presets: readonly PresetView[];
  readonly onChoose: (presetId: string) => void;
  readonly importStart: ImportStart;
}

/** What to do about a service that Keyfob has no preset for. */
export function NoProviderFound({ presets, onChoose, importStart }: NoProviderFoundProps): ReactNode {
  const general = presets.find(({ id }) => id === generalPresetId);
  const standard = general ? `“${general.name}” fits any service with its client credentials grant. ` : '';
  return (
    <div className={styles['nothing']}>
      <CenterPanel
        title="No provider found"
        text={`${standard}Or copy what the service’s docs give you, such as a curl line: Keyfob can make a provider of it. Or describe it in a preset file.`}
      >
        <div className={styles['ways']}>
          {general && (
            <Button icon="add" onClick={() => onChoose(general.id)}>
              <OutsideText text={general.name} />
            </Button>
          )}
          <ImportButtons {...importStart} />
        </div>
      </CenterPanel>
    </div>
  );
}
