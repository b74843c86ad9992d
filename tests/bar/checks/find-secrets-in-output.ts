import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { describeHits, findCanaries } from '../../canary/canary.ts';
import { scanProcessFamily } from '../../canary/scan-process-family.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * NW-10: no secret and no token in logs, stdout and stderr (with Chromium's own verbose log), notifications, tray menu and
 * tooltip, window titles, all traffic of the session bus, and the arguments and environments of the app's processes.
 */
export async function findSecretsInOutput(app: AppWithCanaries): Promise<CheckResult> {
  await app.noteWords();
  const { keyfob } = app;
  const logFolder = join(keyfob.userDataDir, 'logs');
  const log = readdirSync(logFolder).map((name) => readFileSync(join(logFolder, name), 'utf8'));
  const notifications = keyfob.desktop.notifications.all().map((shown) => JSON.stringify(shown, readable));
  const words = app.shown;
  const canaries = app.canaries();
  const places: readonly (readonly [where: string, texts: readonly string[]])[] = [
    ['a log', log],
    ['stdout or stderr', [keyfob.app.output()]],
    ['a notification', notifications],
    ['a tray label', words.flatMap(({ trayLabels }) => trayLabels)],
    ['the tray item', words.map(({ trayItem }) => trayItem)],
    ['a window title', words.flatMap(({ windowTitles }) => windowTitles)],
  ];
  const traffic = app.bus.traffic();
  const processes = scanProcessFamily(keyfob.app.pid, canaries);
  const hits = [
    ...places.flatMap(([where, texts]) => findCanaries(texts.join('\n'), canaries, where)),
    ...findCanaries(traffic, canaries, 'the traffic of the session bus'),
    ...processes.hits,
  ];
  const logLines = log.join('').split('\n').length - 1;
  const labels = new Set(words.flatMap(({ trayLabels }) => trayLabels)).size;
  return {
    figure:
      `${hits.length} hits in ${logLines} log lines, ${Math.round(keyfob.app.output().length / 1000)} kB output, ` +
      `${notifications.length} notifications, ${labels} tray labels, ${Math.round(traffic.length / 1000)} kB on the session ` +
      `bus, ${processes.processes} processes` +
      (processes.hiddenEnvironments === 0 ? '' : ` (${processes.hiddenEnvironments} environments hidden)`) +
      (hits.length === 0 ? '' : `: ${describeHits(hits)}`),
    // Had nothing been written and shown, nothing could be found. A copy and a warning are told; a second warning waits.
    passed:
      hits.length === 0 && logLines > 10 && notifications.length >= 2 && labels > 7 && traffic.length > 1_000,
  };
}

/** D-Bus has 64-bit numbers, JSON does not. */
function readable(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
