import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { pageChecks, startPageToProbe } from '../bar/checks/page-checks.ts';
import type { RunningKeyfob } from './flows/running-keyfob.ts';

describe('the page of the real app', () => {
  let keyfob: RunningKeyfob;
  beforeAll(async () => {
    keyfob = await startPageToProbe();
  });
  afterAll(() => keyfob?.stop());

  it.each(pageChecks)('keeps to $id', async ({ run }) => {
    const { figure, passed }: CheckResult = await run(keyfob, 'reduced');
    console.log(figure);
    expect(passed, figure).toBe(true);
  });
});
