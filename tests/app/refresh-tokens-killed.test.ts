import { expect, it } from 'vitest';
import { runRenewalKills } from '../kill/kill-during-renewals.ts';

/** The reduced size of NW-15; `npm run bar NW-15` does 200. */
it('no kill makes a refresh token be used twice or get lost in silence', { timeout: 90_000 }, async () => {
  const report = await runRenewalKills(10, Date.now() % 1_000_000);
  console.log(JSON.stringify(report));
  expect(report).toMatchObject({ usedTwice: 0, silentLosses: 0 });
  expect(report.goneOn + report.saidSo).toBe(report.kills);
});
