import { resolve } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';
import { shippedPresets } from '#core/providers/shipped-presets';
import { bundledPresets } from '../../build/bundled-presets.ts';
import config from '../../electron.vite.config.ts';

const source = resolve('electron/core/providers/shipped-presets.ts');

/** The code that stands in a bundle for the shipped presets. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [bundledPresets()],
    build: { write: false, minify: false, lib: { entry: source, formats: ['es'] } },
  });
  const [{ output }] = built as [Rolldown.RolldownOutput];
  return output[0].code;
}

it('the bundle holds the presets as the format reads them, and no longer the format', async () => {
  const code = await bundled();
  const { shippedPresets: presets } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(presets).toStrictEqual(shippedPresets);
  expect(JSON.stringify(presets)).toBe(JSON.stringify(shippedPresets));
  expect(code).not.toContain('strictObject');
});

it('the app is built so', () => {
  expect(config).toMatchObject({ main: { plugins: [{ name: bundledPresets().name }] } });
});
