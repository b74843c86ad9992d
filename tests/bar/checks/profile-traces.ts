import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Canary, type CanaryHit, describeHits } from '../../canary/canary.ts';
import { scanFolder } from '../../canary/scan-folder.ts';
import { scanProcessMemory } from '../../canary/scan-process-memory.ts';
import { askBridge, callBridge, keyDraft } from '../../desktop/flows/bridge-calls.ts';
import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import {
  clientOf,
  startTraceLeavingService,
  type TraceLeavingService,
} from '../../hostile/trace-leaving-service.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const keysOf = { reduced: 3, full: 30 };
/** By these a service would know a client again. */
const memoryHeaders = ['cookie', 'if-none-match', 'if-modified-since', 'referer', 'origin'];

/**
 * NW-16: nothing of what services say and are told gets into Chromium. A service that leaves traces with whoever lets it is
 * asked by many keys; then the profile, Chromium's own network log and the memory of its helper processes are searched. In the
 * end Chromium is made to ask the service itself: then all of these must be found, else the search would prove nothing.
 */
export async function findTracesInProfile(size: CheckSize): Promise<CheckResult> {
  const logs = mkdtempSync(join(tmpdir(), 'keyfob-net-log-'));
  const netLog = [`--log-net-log=${join(logs, 'net-log.json')}`, '--net-log-capture-mode=Everything'];
  const service = await startTraceLeavingService();
  const keyfob = await RunningKeyfob.start({ args: netLog });
  try {
    const secrets = await exerciseKeys(keyfob, service, keysOf[size]);
    const known = [...secrets, ...service.canaries()];
    const remembered = service
      .requests()
      .flatMap(({ headers }) => memoryHeaders.filter((name) => name in headers));
    const requests = service.requests().length;
    const kept = await keptInSessions(keyfob);
    const helpers = await scanHelpers(keyfob, known);
    const running = scanFolder(keyfob.desktop.folder, known);
    await keyfob.app.quit();
    const ended = [keyfob.desktop.folder, logs].map((folder) => scanFolder(folder, known));
    const control = await letChromiumAsk(keyfob, service, netLog, logs);
    const hits = [...helpers.hits, ...running.hits, ...ended.flatMap((scan) => scan.hits)];
    const { files, bytes } = ended.reduce(
      (sum, scan) => ({ files: sum.files + scan.files, bytes: sum.bytes + scan.bytes }),
      { files: 0, bytes: 0 },
    );
    return {
      figure:
        `${hits.length} hits of ${known.length} canaries in ${files} files (${(bytes / 1e6).toFixed(1)} MB, with the network log) and ` +
        `${helpers.memory} of ${helpers.processes} helper processes; ${kept.join(', ') || 'sessions hold nothing, in memory only'}; ` +
        `${remembered.length} headers of memory in ${requests} requests; when Chromium asks: found in ${control.join(', ') || 'nothing'}` +
        (hits.length === 0 ? '' : `: ${describeHits(hits)}`),
      passed:
        hits.length + remembered.length + kept.length === 0 && control.length === 3 && helpers.processes > 0,
    };
  } finally {
    await keyfob.stop();
    await service.stop();
    rmSync(logs, { recursive: true, force: true });
  }
}

/** Adds keys, tests, renews and copies them; one is refused with a challenge. Gives their secrets. */
async function exerciseKeys(
  keyfob: RunningKeyfob,
  service: TraceLeavingService,
  count: number,
): Promise<Canary[]> {
  const { page } = await keyfob.window();
  const secrets: Canary[] = [];
  for (let n = 0; n < count; n += 1) {
    const { canary, fields } = clientOf(service, n === 0 ? 'refused' : `client-${n}`);
    secrets.push(canary);
    const draft = keyDraft({ name: `key ${n}`, presetId: 'celerdata', fields });
    await askBridge(page, 'keys.test', { runId: `run-${n}`, keyId: null, draft });
    const { keyId } = await askBridge(page, 'keys.add', draft);
    for (let again = 0; again < 2; again += 1) await callBridge(page, 'tokens.refresh', { keyId });
  }
  await keyfob.copyFromTray('key 1');
  return secrets;
}

/** What Chromium's sessions and the page keep that they should not. */
async function keptInSessions(keyfob: RunningKeyfob): Promise<string[]> {
  const { page } = await keyfob.window();
  const kept = await keyfob.app.inMain(async ({ BrowserWindow, session }) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents.session;
    if (own === undefined) return ['no window'];
    const found: string[] = [];
    if (own.isPersistent() || own.getStoragePath() !== null)
      found.push('the session of the window is on disk');
    if ((await own.getCacheSize()) > 0) found.push('the session of the window has a cache');
    for (const each of [own, session.defaultSession])
      if ((await each.cookies.get({})).length > 0) found.push('a session has cookies');
    return found;
  });
  const inPage = await page.evaluate(async () => ({
    cookies: document.cookie.length,
    stored: localStorage.length + sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  return [
    ...kept,
    ...Object.entries(inPage).flatMap(([what, count]) => (count > 0 ? [`${what} in the page`] : [])),
  ];
}

interface HelperScan {
  readonly hits: readonly CanaryHit[];
  readonly processes: number;
  readonly memory: string;
}

/** Memory of Chromium's helpers: the network service has cookies, connections and passwords there. The page is another check's. */
async function scanHelpers(keyfob: RunningKeyfob, canaries: readonly Canary[]): Promise<HelperScan> {
  const ids = await keyfob.app.inMain(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type !== 'Browser' && type !== 'Tab')
      .map(({ pid }) => pid),
  );
  const scans = ids.map((id) => scanProcessMemory(id, canaries));
  const bytes = scans.reduce((sum, scan) => sum + (scan?.bytes ?? 0), 0);
  const isReadable = scans.every((scan) => scan !== null);
  return {
    hits: scans.flatMap((scan) => scan?.hits ?? []),
    processes: ids.length,
    memory: isReadable ? `${Math.round(bytes / 1e6)} MB memory` : 'not readable memory',
  };
}

/** The same app's Chromium asks the service in a session that is kept: where do its traces turn up? */
async function letChromiumAsk(
  keyfob: RunningKeyfob,
  service: TraceLeavingService,
  netLog: readonly string[],
  logs: string,
): Promise<string[]> {
  const before = service.canaries().length;
  await keyfob.restart(netLog);
  await keyfob.app.inMain(async ({ session }, origin) => {
    const kept = session.fromPartition('persist:control');
    for (const path of ['/a', '/b'])
      await (await kept.fetch(`${origin}${path}`, { credentials: 'include' })).text();
    await kept.cookies.flushStore();
  }, service.origin);
  const left = service.canaries().slice(before);
  const helpers = await scanHelpers(keyfob, left);
  await keyfob.app.quit();
  const places: readonly (readonly [string, readonly CanaryHit[]])[] = [
    ['the profile', scanFolder(keyfob.userDataDir, left).hits],
    ['the network log', scanFolder(logs, left).hits],
    ['the memory', helpers.hits],
  ];
  return places.filter(([, hits]) => hits.length > 0).map(([place]) => place);
}
