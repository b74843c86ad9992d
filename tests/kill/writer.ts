import { writeSync } from 'node:fs';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { seededRandom } from './seeded-random.ts';
import { doWork } from './vault-works.ts';
import type { WriterLine, WriterPlan } from './writer-lines.ts';

/**
 * The process that is killed: adds, edits and removes keys until then. Each commit touches two records of one key, so
 * that a half one would show. A line goes to stdout before and after each commit, written when this returns.
 */
const plan = JSON.parse(process.argv[2] ?? '{}') as WriterPlan;
const { maxKeys = 400, commits = Number.POSITIVE_INFINITY, canary = '' } = plan;

function tell(line: WriterLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** False: it failed. */
async function work(): Promise<boolean> {
  if (plan.work === undefined) return true;
  if (plan.work === 'restore') {
    vault.close();
    await vault.open();
  }
  tell({ line: 'working' });
  const done = await doWork(vault, plan.work);
  tell(done.ok ? { line: 'worked', code: done.value } : { line: 'workFailed', kind: done.failure.kind });
  return done.ok;
}

const random = seededRandom(plan.seed);
const vault = new SqliteVault(plan.folder, new FakeKeyring());
tell({ line: 'opening' });
const opening = await vault.open();
tell({ line: 'opened', state: opening.state === 'locked' ? opening.reason : opening.state });
const stored = await vault.readAll('key');
const ids = stored.ok ? [...stored.value.records.keys()] : [];
tell({ line: 'ready' });

for (let n = 0; opening.state === 'open' && n < commits; n++) {
  const isNew = ids.length === 0 || (ids.length < maxKeys && random() < 0.5);
  const at = Math.floor(random() * ids.length);
  const id = isNew ? `key-${plan.seed}-${n}` : (ids[at] ?? '');
  const value =
    !isNew && random() < 0.1 ? null : `${plan.seed}-${n}-${canary}${'x'.repeat(Math.floor(random() * 3000))}`;
  tell({ line: 'begin', id, value });
  const beganAtMs = performance.now();
  const done = await vault.commit(
    value === null
      ? [
          { remove: 'key', id },
          { remove: 'keySecrets', id },
        ]
      : [
          { put: 'key', id, json: value },
          { put: 'keySecrets', id, json: value },
        ],
  );
  if (done.ok) {
    tell({ line: 'done' });
    if (isNew) ids.push(id);
    if (value === null) ids.splice(at, 1);
    if (n % 10 === 9 && !(await work())) break;
    continue;
  }
  tell({ line: 'failed', kind: done.failure.kind, tookMs: performance.now() - beganAtMs });
  const now = await vault.read('key', id);
  tell(now.ok ? { line: 'readBack', value: now.value } : { line: 'readBack' });
  if (plan.goesOn !== true) break;
}
// Without an end that was asked for, it ends like a crash.
if (commits !== Number.POSITIVE_INFINITY) vault.close();
