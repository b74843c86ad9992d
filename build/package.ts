import { build } from 'electron-builder';
import { buildApp } from './build-app.ts';
import configuration from './electron-builder.ts';
import { resolveElectron } from './electron-runtime.ts';
import { PlainError, runScript } from './plain-error.ts';

/** `npm run package`: the installer for this system, with the pinned official Electron and no other. */
async function packageApp(): Promise<number> {
  const { source } = await resolveElectron();
  if (source !== 'official') {
    throw new PlainError(
      'A package needs the official Electron, which cannot be downloaded here. Run this where its download site can be reached.',
    );
  }
  await buildApp();
  for (const file of await build({ config: configuration, publish: 'never' })) console.log(file);
  return 0;
}

await runScript(packageApp);
