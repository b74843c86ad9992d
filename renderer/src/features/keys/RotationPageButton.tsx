import type { ReactNode } from 'react';
import type { PresetView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';

interface RotationPageButtonProps {
  readonly preset: PresetView;
  /** In place of the page's own name. */
  readonly words?: string;
}

/** Opens the provider's page on which secrets are made and deleted; nothing where Keyfob knows none. */
export function RotationPageButton({ preset, words }: RotationPageButtonProps): ReactNode {
  const ask = useAsk();
  const link = preset.links.find(({ id }) => id === 'console');
  if (link === undefined) return null;
  return (
    <Button
      icon="external"
      title={words && visibleText(link.label)}
      onClick={() => void ask('app.openLink', { presetId: preset.id, link: 'console' })}
    >
      {words ?? visibleText(link.label)}
    </Button>
  );
}
