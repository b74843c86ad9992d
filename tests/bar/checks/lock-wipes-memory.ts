import { setTimeout as sleep } from 'node:timers/promises';
import type { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { type CanaryHit, describeHits, findCanaries } from '../../canary/canary.ts';
import { scanProcessMemory } from '../../canary/scan-process-memory.ts';
import { takeHeapSnapshot } from '../../canary/take-heap-snapshot.ts';
import { vaultKeyCanaries } from '../../canary/vault-key-canaries.ts';
import { askBridge, waitForSnapshot } from '../../desktop/flows/bridge-calls.ts';
import { processFamily } from '../../desktop/rig/process-table.ts';
import type { CheckResult } from '../check-result.ts';

const passphrase = 'a passphrase for one check';
/** A locked vault has let go of its keys by then. */
const wipedWithinMs = 2_000;
const noVariable = '\0';

/**
 * CR-19: after a lock no process but the main one holds a secret or a token, and no process at all the keys of the vault. The
 * keys are in the main process before, so that the scan can fail. Ends with the vault open again.
 */
export async function findLockedSecrets(app: AppWithCanaries): Promise<CheckResult> {
  const { page } = await app.keyfob.window();
  await askBridge(page, 'vault.setPassphrase', { current: null, passphrase });
  const keys = await vaultKeyCanaries(app.keyfob.userDataDir, passphrase);
  const mainId = app.keyfob.app.pid;
  const before = scanProcessMemory(mainId, keys);
  // Another page: what a former one was told is RN-11's.
  await app.reopenWindow();
  const { page: fresh } = await app.keyfob.window();
  await askBridge(fresh, 'vault.lock', {});
  await waitForSnapshot(fresh, 'the vault is not locked', ({ vault }) => vault.state === 'locked');
  await sleep(wipedWithinMs);
  const after = scanProcessMemory(mainId, keys);
  const others = processFamily(noVariable, [mainId]).filter(({ id }) => id !== mainId);
  const hits: CanaryHit[] = [
    ...findCanaries(await takeHeapSnapshot(fresh), app.canaries(), 'the heap of the page'),
  ];
  let scanned = 0;
  for (const { id } of others) {
    const memory = scanProcessMemory(id, [...app.canaries(), ...keys]);
    if (memory === null) continue;
    scanned += 1;
    hits.push(...memory.hits);
  }
  await askBridge(fresh, 'vault.unlock', { with: 'passphrase', secret: passphrase });
  if (before === null || after === null) throw new Error('the memory of the main process cannot be read');
  const found = new Set(before.hits.map(({ label }) => label));
  const left = after.hits;
  return {
    figure:
      `${left.length} hits of the vault's keys in the main process after the lock (${before.hits.length} before), ` +
      `${hits.length} hits of secrets, tokens and keys in ${scanned} other processes and the page's heap` +
      (hits.length + left.length === 0 ? '' : `: ${describeHits([...left, ...hits])}`),
    passed: found.size === keys.length && scanned > 0 && left.length === 0 && hits.length === 0,
  };
}
