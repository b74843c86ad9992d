import { build } from 'electron-vite';
import { PlainError } from './plain-error.ts';

/** Builds main, preload and page into `out/app`, with warnings only. */
export async function buildApp(): Promise<void> {
  // The bundler sets NODE_ENV for good; what runs after it in this process (tests) must not see that.
  const { NODE_ENV: before } = process.env;
  try {
    await build({ logLevel: 'warn' });
  } catch (error) {
    throw new PlainError(`The app could not be built: ${(error as Error).message}`);
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
