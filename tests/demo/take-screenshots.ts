import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { PlainError, runScript } from '../../build/plain-error.ts';
import { demoFolder, runDemo } from './run-demo.ts';

const screenshotFolder = 'docs/screenshots';

/** `npm run screenshots`: the pictures of the documentation are those of a demo in which every step worked. */
async function takeScreenshots(): Promise<number> {
  if ((await runDemo()) !== 0)
    throw new PlainError('The demo failed, so the screenshots were left as they are.');
  mkdirSync(screenshotFolder, { recursive: true });
  const pictures = readdirSync(demoFolder).filter((name) => name.endsWith('.png'));
  for (const name of pictures) copyFileSync(`${demoFolder}/${name}`, `${screenshotFolder}/${name}`);
  console.log(`${pictures.length} screenshots in ${screenshotFolder}`);
  return 0;
}

await runScript(takeScreenshots);
