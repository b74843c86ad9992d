import type { KeyView, PresetView } from '#contract/view';
import { useSnapshot } from '../../state/use-snapshot.ts';

/** The preset of a key that is rotated; undefined when its file is gone. */
export function useRotatedPreset({ presetId }: KeyView): PresetView | undefined {
  const state = useSnapshot();
  return state.status === 'ready' ? state.snapshot.presets.find(({ id }) => id === presetId) : undefined;
}
