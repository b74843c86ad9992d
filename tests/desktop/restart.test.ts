import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyAfterRestart, startWithTwentyKeys } from '../bar/checks/restart-with-twenty-keys.ts';
import type { RunningKeyfob } from './flows/running-keyfob.ts';

let keyfob: RunningKeyfob;
beforeAll(async () => {
  keyfob = await startWithTwentyKeys();
});
afterAll(() => keyfob?.stop());

it.each(['quit', 'kill -9'] as const)(
  'serves the stored token without a request after %s',
  async (ending) => {
    const { figure, passed } = await copyAfterRestart(keyfob, ending);
    console.log(figure);
    expect(passed, figure).toBe(true);
  },
);
