import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCanary } from './canary.ts';
import { scanFolder } from './scan-folder.ts';
import { scanProcessFamily } from './scan-process-family.ts';
import { scanProcessMemory } from './scan-process-memory.ts';

const canary = createCanary('secret');
const mark = canary.text.slice(0, 28);

describe('scanFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyfob-canary-'));
    mkdirSync(join(folder, '.config', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'harmless.txt'), 'nothing');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads hidden, deep and binary files', () => {
    writeFileSync(join(folder, '.config', 'deep', 'vault.db-wal'), Buffer.from(canary.text, 'utf16le'));
    const { hits, files } = scanFolder(folder, [canary]);
    expect(files).toBe(2);
    expect(hits.map(({ spelling, where }) => [spelling, where])).toEqual([
      ['UTF-16LE', join(folder, '.config', 'deep', 'vault.db-wal')],
    ]);
  });

  it('reads names and link targets', () => {
    writeFileSync(join(folder, `${mark}.tmp`), '');
    symlinkSync(`/nowhere/${mark}`, join(folder, 'link'));
    const places = scanFolder(folder, [canary]).hits.map(({ where }) => where.split(folder)[0]);
    expect(places.sort()).toEqual(['the link ', 'the name of ']);
  });

  it('finds nothing where there is nothing', () => {
    expect(scanFolder(folder, [canary])).toEqual({ hits: [], files: 1, bytes: 7 });
  });
});

describe.runIf(process.platform === 'linux')('scanProcessFamily and scanProcessMemory', () => {
  /** Runs a shell with a child of its own while `use` runs. */
  async function withFamily(env: NodeJS.ProcessEnv, argument: string, use: (pid: number) => void) {
    const code = 'process.stdout.write("up"); setTimeout(() => {}, 30000)';
    const shell = spawn('sh', ['-c', '"$0" -e "$1" "$2"; true', process.execPath, code, argument], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    try {
      await once(shell.stdout, 'data');
      use(shell.pid ?? 0);
    } finally {
      process.kill(-(shell.pid ?? 0), 'SIGKILL');
    }
  }

  it('reads the arguments of a grandchild', async () => {
    await withFamily({}, mark, (pid) => {
      const { hits, processes } = scanProcessFamily(pid, [canary]);
      expect(processes).toBe(2);
      expect(hits.filter(({ where }) => where.startsWith('the arguments'))).toHaveLength(2);
    });
  });

  it('reads the environment of each', async () => {
    await withFamily({ TOKEN: mark }, 'harmless', (pid) => {
      const { hits } = scanProcessFamily(pid, [canary]);
      expect(hits.map(({ where }) => where.split(' process')[0])).toEqual([
        'the environment of',
        'the environment of',
      ]);
    });
  });

  it('finds nothing where there is nothing', async () => {
    await withFamily({}, 'harmless', (pid) =>
      expect(scanProcessFamily(pid, [canary])).toEqual({ hits: [], processes: 2, hiddenEnvironments: 0 }),
    );
  });

  it('finds in a memory what the process holds there', async () => {
    await withFamily({ TOKEN: mark }, 'harmless', (pid) => {
      const scan = scanProcessMemory(pid, [canary, createCanary('absent')]);
      expect(scan?.bytes).toBeGreaterThan(10_000);
      expect(new Set(scan?.hits.map(({ label }) => label))).toEqual(new Set(['secret']));
    });
  });
});
