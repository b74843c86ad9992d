import type { RunningKeyfob } from './running-keyfob.ts';

/**
 * tsx wraps each inner function in a call of `__name`, which neither the page nor the main process knows: needed before a check
 * evaluates a function with others inside.
 */
export async function allowNamedFunctions(keyfob: RunningKeyfob): Promise<void> {
  const define = 'globalThis.__name = (named) => named; 0';
  await keyfob.app.electronApp.evaluate(define);
  await (await keyfob.window()).page.evaluate(define);
}
