import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyShortTokens, startWithShortTokens } from '../bar/checks/copy-short-tokens.ts';
import type { RunningKeyfob } from './flows/running-keyfob.ts';

let keyfob: RunningKeyfob;
beforeAll(async () => {
  keyfob = await startWithShortTokens();
});
afterAll(() => keyfob?.stop());

it('copies tokens with the promised validity at any time, and never asks twice at once', async () => {
  const { figure, passed } = await copyShortTokens(keyfob, 'reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});
