import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { refusedStartCode } from '../../../electron/main/start-switches.ts';
import type { PackagedApp, PackagedRun } from '../../desktop/rig/packaged-app.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const debugPort = 39_417;

/** Switches that hand Keyfob to somebody else or take its protection away. */
export const dangerousSwitches: readonly string[] = [
  `--remote-debugging-port=${debugPort}`,
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  `--inspect=${debugPort}`,
  `--inspect-brk=${debugPort}`,
  `--inspect-port=${debugPort}`,
  `--debug-brk=${debugPort}`,
  '--no-sandbox',
  ` --remote-debugging-port=${debugPort}`,
  '\t--no-sandbox',
  '\v\f -inspect',
  '--disable-setuid-sandbox',
  '--disable-namespace-sandbox',
  '--disable-seccomp-filter-sandbox',
  '--disable-gpu-sandbox',
  '--single-process',
  '--no-zygote',
  '--js-flags=--expose-gc',
  '--load-extension=/tmp',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list=AAAA',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--host-rules=MAP * 127.0.0.1',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-pac-url=data:,',
  '--renderer-cmd-prefix=/bin/false',
  '--utility-cmd-prefix=/bin/false',
  '--gpu-launcher=/bin/false',
  '--browser-subprocess-path=/bin/false',
  '--log-net-log=/tmp/keyfob-net-log',
  '--ssl-key-log-file=/tmp/keyfob-keys',
  '--enable-logging',
  '--crash-dumps-dir=/tmp',
  '--enable-blink-features=All',
  '--enable-features=All',
  '--unsafely-treat-insecure-origin-as-secure=http://x',
  '--require=/tmp/x.js',
  '-r',
  '--eval=1',
];

/** Chromium itself ends with these in a sandbox, before any line of ours. */
const chromiumsOwn: ReadonlySet<string> = new Set(['--disable-namespace-sandbox', '--no-zygote']);

/** In the reduced size: one for each way in. */
const fewSwitches = [0, 3, 7].map((at) => dangerousSwitches[at] ?? '');

/**
 * RN-17: the packaged app with each dangerous switch ends at once with a plain message, and opens no vault and no window; its
 * debugging port answers none of 60 polls. Variables of the environment have no effect.
 */
export async function refuseDangerousStarts(app: PackagedApp, size: CheckSize): Promise<CheckResult> {
  const switches = size === 'full' ? dangerousSwitches : fewSwitches;
  const failures: string[] = [];
  const hadVault = existsSync(vaultOf(app));
  let polls = 0;
  for (const argument of switches) {
    const port = argument.endsWith(`=${debugPort}`) ? pollWhile(app.start([argument])) : null;
    const run = port ?? { ...app.start([argument]), answers: async () => ({ polls: 0, answered: 0 }) };
    const code = await exitOf(run);
    const answered = await run.answers();
    polls += answered.polls;
    if (chromiumsOwn.has(argument)) {
      if (code === 0) failures.push(`${argument} was let through`);
      continue;
    }
    if (code !== refusedStartCode) failures.push(`${argument} ended with ${code}`);
    if (!run.output().includes('Keyfob does not start with')) failures.push(`${argument} says nothing`);
    if (answered.answered > 0) failures.push(`${argument}: the port answered ${answered.answered} times`);
  }
  if (existsSync(vaultOf(app)) !== hadVault) failures.push('a refused start made a vault');
  const variables = await tryVariables(app, size, failures);
  return {
    figure:
      `${switches.length} switches, each refused with code ${refusedStartCode} and a message (${chromiumsOwn.size} by Chromium itself); ${polls} polls of a debugging port, ` +
      `${variables} without effect${failures.length === 0 ? '' : `: ${failures.join('; ')}`}`,
    passed: failures.length === 0,
  };
}

function vaultOf(app: PackagedApp): string {
  return join(app.home, '.config', 'Keyfob', 'vault.db');
}

/** Asks the debugging port all the time until the app has ended, at least 60 times. */
function pollWhile(
  run: PackagedRun,
): PackagedRun & { answers(): Promise<{ polls: number; answered: number }> } {
  let polls = 0;
  let answered = 0;
  const ended = () => run.child.exitCode !== null || run.child.signalCode !== null;
  const polling = (async () => {
    while (!ended() || polls < 60) {
      polls += 1;
      const answer = await fetch(`http://127.0.0.1:${debugPort}/json/version`).catch(() => null);
      if (answer !== null) answered += 1;
      await wait(15);
    }
  })();
  return {
    ...run,
    answers: async () => {
      await polling;
      return { polls, answered };
    },
  };
}

function exitOf({ child, output }: PackagedRun): Promise<number> {
  return waitUntil(
    () => `the app went on; it wrote:\n${output()}`,
    15_000,
    () => child.exitCode ?? (child.signalCode === null ? undefined : -1),
  );
}

/** Each of them starts a foreign script, a debugger or a record of keys, if it has an effect. */
async function tryVariables(app: PackagedApp, size: CheckSize, failures: string[]): Promise<string> {
  const script = join(app.home, '..', 'foreign.cjs');
  const mark = join(app.home, 'foreign-ran');
  const keyLog = join(app.home, 'tls-keys');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`, { mode: 0o644 });
  const environments: readonly Record<string, string>[] = [
    {
      NODE_OPTIONS: `--require=${script}`,
      NODE_EXTRA_CA_CERTS: script,
      SSLKEYLOGFILE: keyLog,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    { NODE_OPTIONS: `--inspect=${debugPort}`, ELECTRON_ENABLE_LOGGING: '1' },
    { ELECTRON_NO_ASAR: '1', NODE_PATH: app.home, ELECTRON_OVERRIDE_DIST_PATH: app.home },
  ];
  const tried = size === 'full' ? environments : environments.slice(0, 1);
  for (const env of tried) {
    const run = app.start(['--hidden'], env);
    await waitUntil(
      () => `no start:\n${run.output()}`,
      15_000,
      () => existsSync(join(app.home, '.config', 'Keyfob', 'logs')) || undefined,
    );
    await wait(1_000);
    if ((await fetch(`http://127.0.0.1:${debugPort}/json`).catch(() => null)) !== null)
      failures.push('a debugger answers');
    // SIGUSR1 opens Node's inspector unless the fuse is off; without it the signal ends the process or does nothing.
    run.child.kill('SIGUSR1');
    await wait(300);
    if ((await fetch('http://127.0.0.1:9229/json').catch(() => null)) !== null)
      failures.push('SIGUSR1 opens a debugger');
    run.child.kill('SIGTERM');
    await exitOf(run);
    if (/NODE_TLS_REJECT_UNAUTHORIZED|Debugger listening/.test(run.output()))
      failures.push(`${Object.keys(env)} has an effect`);
  }
  const asNode = app.start(['-e', 'console.log("ran as node")'], { ELECTRON_RUN_AS_NODE: '1' });
  if ((await exitOf(asNode)) !== refusedStartCode) failures.push('ELECTRON_RUN_AS_NODE has an effect');
  for (const trace of [mark, keyLog]) if (existsSync(trace)) failures.push(`${trace} was written`);
  const names = new Set([...tried.flatMap((env) => Object.keys(env)), 'ELECTRON_RUN_AS_NODE', 'SIGUSR1']);
  if (readdirSync(app.home).includes('foreign-ran')) failures.push('a foreign script ran');
  return [...names].join(' ');
}
