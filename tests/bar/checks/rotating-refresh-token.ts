import { runRenewalKills } from '../../kill/kill-during-renewals.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * NW-15: SIGKILL while a refresh token is renewed by a service that takes a second use as theft. None is used twice, and
 * after each kill the key goes on with the newest one or says that a sign-in is needed.
 */
export async function renewUnderKills(kills: number, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const report = await runRenewalKills(kills, seed);
  const moments = Object.entries(report.after).map(([line, count]) => `${count} ${line}`);
  return {
    figure:
      `${report.kills} kills (last heard: ${moments.join(', ')}): ${report.usedTwice} refresh tokens used twice, ` +
      `${report.silentLosses} silent losses; ${report.goneOn} went on, ${report.saidSo} asked to sign in ` +
      `(${report.needless} without need; seed ${seed})`,
    passed: report.goneOn > 0 && report.saidSo > 0 && report.usedTwice + report.silentLosses === 0,
  };
}
