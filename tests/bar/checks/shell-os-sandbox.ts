import { readFileSync } from 'node:fs';
import type { PackagedApp } from '../../desktop/rig/packaged-app.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult } from '../check-result.ts';

interface Seen {
  readonly argv: string;
  readonly type: string;
  readonly status: string;
  readonly coreLimit: string;
}

/**
 * RN-02 and PK-08: the packaged app of an ordinary user has each page in the OS sandbox, says `--no-sandbox` to no process, and
 * leaves no core dumps: every process has the limit 0. It looks when the page is shown: the process is called a renderer some
 * milliseconds before Chromium shuts it in, which it does before it runs anything of a page (measured: 4 to 42 ms, one thread).
 */
export async function useOsSandbox(app: PackagedApp): Promise<CheckResult> {
  const run = app.start();
  try {
    await waitUntil(
      () => `no window; the app wrote:\n${run.output()}`,
      20_000,
      async () => ((await app.windows()) === 1 ? true : undefined),
      50,
    );
    const seen = app.processes
      .ids()
      .flatMap(look)
      .filter(({ argv }) => argv.startsWith(app.executablePath));
    const renderers = seen.filter(({ type }) => type === 'renderer');
    const open = renderers.filter(
      ({ status }) => !/^Seccomp:\t2$/m.test(status) || !/^NoNewPrivs:\t1$/m.test(status),
    );
    const without = seen.filter(({ argv }) => /--(?:no-sandbox|disable-[a-z-]*sandbox)/.test(argv));
    const dumping = seen.filter(({ coreLimit }) => coreLimit !== '0 0');
    return {
      figure:
        `${renderers.length} renderer of uid ${uidOf(renderers[0]?.status ?? '')}: ${renderers.length - open.length} with Seccomp 2 and NoNewPrivs 1; ` +
        `${without.length} of ${seen.length} processes with --no-sandbox, ${dumping.length} that may dump core` +
        (dumping.length === 0 ? '' : ` (${dumping.map(({ type }) => type || 'main')})`),
      passed: renderers.length > 0 && open.length + without.length + dumping.length === 0,
    };
  } finally {
    run.child.kill('SIGTERM');
    await waitUntil(
      'the app did not end',
      10_000,
      () => run.child.exitCode ?? (run.child.signalCode === null ? undefined : true),
    );
  }
}

function look(id: number): Seen[] {
  try {
    const argv = readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' ');
    const limits = readFileSync(`/proc/${id}/limits`, 'latin1');
    const [, soft, hard] = /^Max core file size +(\S+) +(\S+)/m.exec(limits) ?? [];
    const status = readFileSync(`/proc/${id}/status`, 'latin1');
    return [{ argv, type: /--type=(\S+)/.exec(argv)?.[1] ?? '', status, coreLimit: `${soft} ${hard}` }];
  } catch {
    return [];
  }
}

function uidOf(status: string): string {
  return /^Uid:\t(\d+)/m.exec(status)?.[1] ?? '?';
}
