import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { AcknowledgedKeys } from '../../kill/acknowledged-keys.ts';
import { fillVault } from '../../kill/fill-vault.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: { keys: 500, refreshes: 30 }, full: { keys: 10_000, refreshes: 300 } };
const most = { bytes: 64 * 1_024, blockedMs: 5 };

/**
 * ST-15: what a renewed token costs in a vault with 10,000 keys. Bytes are those given to write calls (the kernel's own
 * count), the time is that of the whole commit, which blocks the process, syncs included.
 */
export async function measureWrites(size: CheckSize): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-volume-'));
  const { keys, refreshes } = sizes[size];
  try {
    await fillVault(folder, keys, new AcknowledgedKeys());
    const vault = new SqliteVault(folder, new FakeKeyring());
    await vault.open();
    // The first commit after an opening starts a backup; it is not what is measured.
    await refresh(vault, 0);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const bytes: number[] = [];
    const times: number[] = [];
    for (let n = 1; n <= refreshes; n += 1) {
      const [bytesBefore, beganAtMs] = [bytesWritten(), performance.now()];
      await refresh(vault, n % keys);
      times.push(performance.now() - beganAtMs);
      bytes.push(bytesWritten() - bytesBefore);
    }
    vault.close();
    return judge(keys, bytes.toSorted(ascending), times.toSorted(ascending), size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the app does it: the token, and with it the use of the key. */
async function refresh(vault: SqliteVault, n: number): Promise<void> {
  const token = JSON.stringify({ token: 'x'.repeat(1_500), issuedAtMs: n, expiresAtMs: n + 3_600_000 });
  const done = await vault.commit([
    { put: 'token', id: `old-${n}`, json: token },
    { put: 'keyUse', id: `old-${n}`, json: '{"lastIssuedAtMs":1,"failures":0}' },
  ]);
  if (!done.ok) throw new Error(done.failure.kind);
}

function bytesWritten(): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Once in a thousand pages SQLite moves its log into the file: that one commit is not the common one, and is told. */
function judge(
  keys: number,
  bytes: readonly number[],
  times: readonly number[],
  size: CheckSize,
): CheckResult {
  const at = (values: readonly number[], share: number) =>
    values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  const kibibytes = (value: number) => (value / 1_024).toFixed(1);
  return {
    figure:
      `${bytes.length} refreshes in a vault of ${keys} keys: ${kibibytes(at(bytes, 0.5))} KiB written each ` +
      `(95 % at most ${kibibytes(at(bytes, 0.95))}, the one with a checkpoint ${kibibytes(at(bytes, 1))}), blocked ` +
      `${at(times, 0.5).toFixed(1)} ms (95 % at most ${at(times, 0.95).toFixed(1)}, longest ${at(times, 1).toFixed(1)})`,
    // How long a sync takes is the disk's doing, so a quick run does not judge it.
    passed: at(bytes, 0.95) <= most.bytes && (size === 'reduced' || at(times, 0.5) <= most.blockedMs),
  };
}
