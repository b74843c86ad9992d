import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { askBridge, callBridge, keyDraft, waitForSnapshot } from '../../desktop/flows/bridge-calls.ts';
import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const kills = { reduced: 2, full: 20 };
/** Enough to have many renewals under way, few enough that the machine can keep up with tokens of five seconds. */
const mostKeys = 12;
const longestLifeMs = 2_500;

/** What the app has said yes to, and what it was asked last and may or may not have done. */
interface Acknowledged {
  readonly keys: Map<string, { readonly name: string; readonly secret: string }>;
  readonly deletedIds: Set<string>;
  unansweredDeletion: string | null;
}

interface Round {
  readonly keyfob: RunningKeyfob;
  readonly page: Page;
  readonly kill: Kill;
  readonly label: string;
}

interface Totals {
  acknowledged: number;
  deletions: number;
  lost: number;
  undead: number;
  wrongSecrets: number;
  notProtected: number;
}

/**
 * ST-01-APP: SIGKILL to the real app at random moments, while keys are added, deleted and renewed; acknowledged is what
 * the page was told. After each, everything acknowledged is there, and the secret of the newest key is the entered one.
 */
export async function killAppWhileAdding(
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const random = seededRandom(seed);
  const known: Acknowledged = { keys: new Map(), deletedIds: new Set(), unansweredDeletion: null };
  const totals: Totals = {
    acknowledged: 0,
    deletions: 0,
    lost: 0,
    undead: 0,
    wrongSecrets: 0,
    notProtected: 0,
  };
  const keyfob = await RunningKeyfob.start({ services: { lifetimesS: { celerdata: 5 } } });
  try {
    for (let round = 0; round < kills[size]; round += 1) {
      const { page } = await keyfob.window();
      await waitForSnapshot(page, 'the vault does not open', ({ vault }) => vault.state === 'osProtected');
      const kill = killAfter(keyfob, random() * longestLifeMs);
      await changeKeysUntilKilled({ keyfob, page, kill, label: `round ${round}` }, known, totals);
      await kill.done;
      await keyfob.restart();
      await compare(keyfob, known, totals);
    }
    return judge(totals, kills[size], keyfob.services.journal.exchangeCount(), seed);
  } finally {
    await keyfob.stop();
  }
}

/** A kill to come; `isSent` tells a page that died of it from one that died by itself. */
interface Kill {
  isSent: boolean;
  readonly done: Promise<void>;
}

function killAfter(keyfob: RunningKeyfob, delayMs: number): Kill {
  const strike = async () => {
    await wait(delayMs);
    kill.isSent = true;
    await keyfob.app.kill();
  };
  const kill: Kill = { isSent: false, done: Promise.resolve().then(strike) };
  return kill;
}

/** Adds keys one after the other, and deletes the oldest when there are many; ends when the page is gone. */
async function changeKeysUntilKilled(
  { keyfob, page, kill, label }: Round,
  known: Acknowledged,
  totals: Totals,
): Promise<void> {
  const { celerdata } = keyfob.services;
  try {
    for (let n = 0; ; n += 1) {
      const { id, secret } = celerdata.addCredential();
      const fields = { host: celerdata.origin, clientId: id, clientSecret: secret };
      const name = `${label}, key ${n}`;
      const draft = keyDraft({ name, presetId: 'celerdata', fields, minimumValidityS: 2 });
      const added = await callBridge(page, 'keys.add', draft);
      if (!added.ok) throw new NotAcknowledged(added.failure.kind);
      known.keys.set(added.value.keyId, { name, secret });
      totals.acknowledged += 1;
      if (known.keys.size > mostKeys) await deleteOldest(page, known, totals);
    }
  } catch (error) {
    // The page's death is how a round ends; an answer that says no is not.
    if (error instanceof NotAcknowledged || !kill.isSent) throw error;
  }
}

/** The app answered, and with a failure. */
class NotAcknowledged extends Error {}

async function deleteOldest(page: Page, known: Acknowledged, totals: Totals): Promise<void> {
  const [keyId] = known.keys.keys();
  if (keyId === undefined) return;
  known.unansweredDeletion = keyId;
  const deleted = await callBridge(page, 'keys.delete', { keyId });
  if (!deleted.ok) throw new NotAcknowledged(deleted.failure.kind);
  known.unansweredDeletion = null;
  known.keys.delete(keyId);
  known.deletedIds.add(keyId);
  totals.deletions += 1;
}

async function compare(keyfob: RunningKeyfob, known: Acknowledged, totals: Totals): Promise<void> {
  const { page } = await keyfob.window();
  const snapshot = await waitForSnapshot(
    page,
    'the vault does not open',
    ({ vault }) => vault.state !== 'opening',
  );
  if (snapshot.vault.state !== 'osProtected') totals.notProtected += 1;
  const found = new Map(snapshot.keys.map(({ id, name }) => [id, name]));
  if (known.unansweredDeletion !== null && !found.has(known.unansweredDeletion))
    known.keys.delete(known.unansweredDeletion);
  known.unansweredDeletion = null;
  totals.lost += [...known.keys].filter(([id, { name }]) => found.get(id) !== name).length;
  totals.undead += [...known.deletedIds].filter((id) => found.has(id)).length;
  const newest = [...known.keys].at(-1);
  if (newest === undefined) return;
  const [keyId, { secret }] = newest;
  // A secret leaves main only after a press of the user.
  await page.keyboard.press('Shift');
  const revealed = await askBridge(page, 'keys.reveal', { keyId, fieldId: 'clientSecret' });
  if (revealed.secret !== secret) totals.wrongSecrets += 1;
}

function judge(totals: Totals, killCount: number, exchanges: number, seed: number): CheckResult {
  const { acknowledged, deletions, lost, undead, wrongSecrets, notProtected } = totals;
  return {
    figure:
      `${killCount} kills of the app, ${acknowledged} acknowledged keys, ${deletions} deletions, ${exchanges} exchanges: ` +
      `${lost} lost, ${undead} back again, ${wrongSecrets} wrong secrets, ${notProtected} vaults not open (seed ${seed})`,
    passed: acknowledged > 0 && lost + undead + wrongSecrets + notProtected === 0,
  };
}
