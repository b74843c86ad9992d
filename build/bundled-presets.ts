import { type Plugin, runnerImport } from 'vite';
import type { Preset } from '#core/providers/preset';

/** What the plugin reads of `shipped-presets.ts`, and all that the bundled module still has. */
interface ShippedPresets {
  readonly shippedPresets: readonly Preset[];
}

/**
 * Checks the shipped presets when the app is built instead of at each start: runs `shipped-presets.ts` and bundles its
 * outcome, defaults filled in. A preset that the format refuses fails the build.
 */
export function bundledPresets(): Plugin {
  return {
    name: 'bundled-presets',
    async load(id) {
      if (!id.endsWith('/electron/core/providers/shipped-presets.ts')) return null;
      const { module } = await runnerImport<ShippedPresets>(id);
      // Text is read faster than the same data as a literal (v8.dev, "The cost of JavaScript in 2019").
      const json = JSON.stringify(JSON.stringify(module.shippedPresets));
      return `export const shippedPresets = JSON.parse(${json});`;
    },
  };
}
