/** Draws every icon of the product from its source here: `npm run icons`. The results are committed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { appIcon } from './icons/app-drawing.ts';
import { trayIcon, trayPalettes, trayStates } from './icons/tray-drawing.ts';

const root = new URL('..', import.meta.url).pathname;
const trayFolder = join(root, 'electron/assets/tray');

function png(svg: string, width: number): Uint8Array {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
}

await mkdir(trayFolder, { recursive: true });
for (const state of trayStates) {
  for (const [variant, palette] of Object.entries(trayPalettes)) {
    const svg = trayIcon(state, palette);
    // Electron takes the "@2x" file for dense displays by itself; macOS knows a template image by its name's end.
    const name = variant === 'Template' ? `${state}Template` : `${state}-${variant}`;
    await writeFile(join(trayFolder, `${name}.png`), png(svg, 22));
    await writeFile(join(trayFolder, `${name}@2x.png`), png(svg, 44));
  }
}
await writeFile(join(root, 'build/icon.png'), png(appIcon(), 512));
