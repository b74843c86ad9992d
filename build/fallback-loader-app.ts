import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What Electron's own default app does, in a few lines: the first argument that is no switch is the app folder.
 * It is an ES module on purpose: Electron then holds back `ready` until the app's own module has been evaluated.
 */
const LOADER_SOURCE = `import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const argument = process.argv.slice(1).find((text) => !text.startsWith('-'));
if (argument === undefined) {
  console.error('Usage: electron <app folder>');
  app.exit(2);
} else {
  try {
    const folder = resolve(argument);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const name = manifest.productName ?? manifest.name;
    if (manifest.version) app.setVersion(manifest.version);
    if (name) app.setName(name);
    app.setDesktopName(manifest.desktopName ?? \`\${app.name}.desktop\`);
    if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.name));
    app.setAppPath(folder);
    await import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(folder)).href);
  } catch (error) {
    // Electron would show a dialog and wait for somebody to close it; tests and terminals want the reason and an end.
    console.error('The app could not be loaded:', error);
    app.exit(1);
  }
}
`;

/** Writes the app that a renamed, emptied Electron needs in order to start with `electron <folder>`. */
export async function writeLoaderApp(distFolder: string): Promise<void> {
  const folder = join(distFolder, 'resources', 'app');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'electron-loader', version: '1.0.0', type: 'module', main: 'loader.mjs' })}\n`,
  );
  await writeFile(join(folder, 'loader.mjs'), LOADER_SOURCE);
}
