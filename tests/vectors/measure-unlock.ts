import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../fakes/fake-keyring.ts';

/** Times in milliseconds. */
export interface UnlockReport {
  readonly unlocksMs: readonly number[];
  /** How late a timer of 5 ms was meanwhile: 99 of 100 times at most this. */
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
}

/** Unlocks a vault by its passphrase, with the real Argon2id, and watches the event loop of this process meanwhile. */
export async function measureUnlock(times: number): Promise<UnlockReport> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-unlock-'));
  const vault = new SqliteVault(folder, new FakeKeyring());
  const passphrase = new Secret('correct horse battery staple');
  try {
    await vault.open();
    const made = await vault.setPassphrase(passphrase);
    if (!made.ok) throw new Error(made.failure.kind);
    vault.lock();
    const watch = watchLag();
    const unlocksMs: number[] = [];
    for (let n = 0; n < times; n++) {
      const startMs = performance.now();
      const opened = await vault.unlock({ with: 'passphrase', secret: passphrase });
      if (!opened.ok) throw new Error(opened.failure.kind);
      unlocksMs.push(Math.round(performance.now() - startMs));
      vault.lock();
    }
    return { unlocksMs, ...watch.stop() };
  } finally {
    vault.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function watchLag() {
  const everyMs = 5;
  const lags: number[] = [];
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lags.push(Math.max(0, nowMs - lastMs - everyMs));
    lastMs = nowMs;
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      lags.sort((a, b) => a - b);
      const at = (share: number) => Math.round(lags[Math.floor((lags.length - 1) * share)] ?? 0);
      return { lagP99Ms: at(0.99), lagMaxMs: at(1) };
    },
  };
}
