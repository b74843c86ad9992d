import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { withWriter } from '../../kill/run-writer.ts';
import { type FileCall, traceWriter } from '../../storage/trace-writer.ts';
import type { CheckResult } from '../check-result.ts';

/** ST-11: neither a Snap nor another or an unusable folder for temporary files changes how the vault is written and synced. */
export async function ignoreEnvironment(): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-calls-'));
  const elsewhere = join(folder, 'temporary');
  mkdirSync(elsewhere);
  const environments: Readonly<Record<string, Record<string, string>>> = {
    plain: {},
    'in a Snap': { SNAP: '1', SNAP_NAME: 'keyfob', SNAP_USER_DATA: elsewhere },
    'TMPDIR elsewhere': { TMPDIR: elsewhere },
    // Nobody can write there, root included.
    'TMPDIR read-only': { TMPDIR: '/proc/sys' },
  };
  try {
    const sequences: string[][] = [];
    await withWriter(async (writer) => {
      for (const [name, env] of Object.entries(environments)) {
        mkdirSync(join(folder, name));
        const plan = { folder: join(folder, name, 'data'), seed: 5, commits: 20 };
        const { calls } = await traceWriter(writer, plan, join(folder, 'trace'), env);
        sequences.push(sequenceOf(calls));
      }
    });
    const [plain = []] = sequences;
    const different = Object.keys(environments).filter((_, at) => sequences[at]?.join() !== plain.join());
    const count = (name: string) => plain.filter((call) => call.startsWith(name)).length;
    const syncs = count('fsync') + count('fdatasync');
    const writes = plain.filter((call) => call.includes('write')).length;
    return {
      figure:
        `${sequences.length} environments, ${plain.length} calls each (${writes} writes, ${syncs} syncs), ` +
        `${different.length} different${different.length > 0 ? `: ${different}` : ''}`,
      passed: different.length === 0 && writes > 20 && syncs >= 20 && plain.some(isFolderSync),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Backups are made when the process has time, so their calls come anywhere between the others. */
function sequenceOf(calls: readonly FileCall[]): string[] {
  return calls
    .filter(({ name, path }) => !name.startsWith('open') && !path.includes('backups'))
    .map(
      ({ name, path }) => `${name} ${basename(path).replace(/[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f-]{27}/, '#')}`,
    );
}

function isFolderSync(call: string): boolean {
  return call === 'fsync data';
}
