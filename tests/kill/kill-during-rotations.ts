import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyDraft } from '#contract/calls';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { addRotatedKey, type FoundKey, findRotatedKey, giveUpRotation } from './rotated-key.ts';
import type { MadeSecret, RotatingLine } from './rotating-keyfob.ts';
import { handFault, type LivingSecret, providerFault, type SaidByHand } from './rotation-faults.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';

/** What {@link runRotationKills} counts. */
export interface RotationKillReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills by what the process had said last. */
  readonly after: Readonly<Record<string, number>>;
  /** Starts after a kill by what the key's row said; `none` is a key without a rotation. */
  readonly found: Readonly<Record<string, number>>;
  /** What was wrong after a kill, one line each; must be empty. */
  readonly faults: readonly string[];
}

/** A key whose rotation is killed again and again. */
interface Scene {
  readonly folder: string;
  readonly draft: KeyDraft;
  readonly secretField: string;
  /** What a user made at the provider; empty where its API makes the secrets. */
  readonly made: readonly MadeSecret[];
  readonly accepts: (token: string) => Promise<boolean>;
  readonly hear: (line: RotatingLine) => void;
  /** What is wrong, or null; leaves the key ready for the next rotation. */
  readonly judge: (found: FoundKey) => Promise<string | null>;
}

/**
 * A kill comes up to so long after a line of one of these kinds (null: any), the first one after so many lines at most. A
 * rotation has some forty.
 */
const moments: readonly (RotatingLine['line'] | null)[] = [
  null,
  'committing',
  'answered',
  'stored',
  'committing',
];
const mostLines = 60;
const laterMs = 8;

/**
 * Kills the app at random points of a rotation, half of them by hand and half through the APIs of two providers, and starts it
 * again each time: its key has to work, with the secret that its row names.
 */
export async function runRotationKills(kills: number, seed: number): Promise<RotationKillReport> {
  const services = await startServices();
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-rotation-kills-'));
  try {
    const byHand = celerdataScene(services, folder);
    const scenes = [byHand, ibmScene(services, folder), byHand, dataosScene(services, folder)];
    for (const scene of new Set(scenes)) await addRotatedKey(scene.folder, scene.draft);
    return await withWriter((child) => killAgainAndAgain(child, scenes, kills, seed), 'rotating-keyfob');
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await services.stop();
  }
}

async function killAgainAndAgain(
  child: string,
  scenes: readonly Scene[],
  kills: number,
  seed: number,
): Promise<RotationKillReport> {
  const random = seededRandom(seed);
  const after: Record<string, number> = {};
  const states: Record<string, number> = {};
  const faults: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const scene = scenes[kill % scenes.length];
    if (scene === undefined) continue;
    const moment = moments[kill % moments.length];
    let left = 1 + Math.floor(random() * mostLines);
    let isKilled = false;
    let last = '';
    const command = [process.execPath, child, scene.folder, JSON.stringify(scene.made)];
    await runWriter<RotatingLine>(command, (said, process) => {
      scene.hear(said);
      last = said.line;
      left -= 1;
      if (isKilled || left > 0 || (moment !== null && said.line !== moment)) return;
      isKilled = true;
      setTimeout(() => process.kill('SIGKILL'), random() * laterMs);
    });
    const found = await findRotatedKey(scene.folder, scene.secretField);
    const state = found.rotation?.state ?? 'none';
    count(after, last);
    count(states, state);
    const isUsable = found.token !== null && (await scene.accepts(found.token));
    const wrong = [!isKilled && 'it ended by itself', !isUsable && 'no token', await scene.judge(found)];
    faults.push(
      ...wrong.filter(Boolean).map((fault) => `${scene.draft.presetId}, ${last}, ${state}: ${fault}`),
    );
  }
  return { seed, kills, after, found: states, faults };
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function celerdataScene({ celerdata }: SampleServices, folder: string): Scene {
  const made = Array.from({ length: 5 }, () => celerdata.addCredential());
  const [{ id: clientId, secret: clientSecret }] = made as [MadeSecret];
  let said: SaidByHand = { from: clientId, to: '', ended: null };
  return {
    folder: join(folder, 'celerdata'),
    draft: draftOf('celerdata', { host: celerdata.origin, clientId, clientSecret }),
    secretField: 'clientSecret',
    made,
    accepts: (token) => celerdata.testCall(token),
    hear: (line) => {
      if (line.line === 'rotating') said = { ...line, ended: null };
      if (line.line === 'ending') said = { ...said, ended: line.inUse };
    },
    judge: async (found) => {
      const fault = handFault(found, said, made);
      // It may have been killed before it ended.
      if (found.rotation !== null) said = { ...said, ended: null };
      return fault;
    },
  };
}

function ibmScene({ ibmIam }: SampleServices, folder: string): Scene {
  const { apiKey } = ibmIam.credential;
  const living = () => ibmIam.credentials.map(({ id, name, apiKey: secret }) => ({ id, name, secret }));
  return {
    ...providerScene(living, (id) => ibmIam.revokeCredential(id), join(folder, 'ibm-iam')),
    draft: draftOf('ibm-iam', { host: ibmIam.origin, apiKey }),
    accepts: (token) => ibmIam.testCall(token),
  };
}

function dataosScene({ dataos }: SampleServices, folder: string): Scene {
  const { key: apiKey } = dataos.credential;
  const living = () => dataos.credentials.map(({ id, key: secret }) => ({ id, name: id, secret }));
  return {
    ...providerScene(living, (id) => dataos.revokeCredential(id), join(folder, 'dataos')),
    draft: draftOf('dataos', { host: dataos.origin, apiKey }),
    accepts: (token) => dataos.testCall(token),
  };
}

function providerScene(
  living: () => readonly (LivingSecret & { readonly id: string })[],
  remove: (id: string) => void,
  folder: string,
): Omit<Scene, 'draft' | 'accepts'> {
  return {
    folder,
    secretField: 'apiKey',
    made: [],
    hear: () => {},
    judge: async (found) => {
      const all = living();
      const fault = providerFault(found, all);
      const isOverlap = found.rotation?.state === 'overlap' && all.length === 2;
      // Else the user deletes what the row names, and ends the rotation.
      for (const { id, secret } of isOverlap ? [] : all) if (secret !== found.secret) remove(id);
      if (found.rotation !== null && !isOverlap) await giveUpRotation(folder);
      return fault;
    },
  };
}

function draftOf(presetId: string, fields: Readonly<Record<string, string>>): KeyDraft {
  const none = { description: '', extraCaPem: null, createdAtMs: null, keyExpiresAtMs: null };
  return { ...none, name: 'prod', presetId, fields, minimumValidityS: 60 };
}

if (process.argv[1] === import.meta.filename) {
  const [kills = '100', seed = `${Date.now() % 1_000_000}`] = process.argv.slice(2);
  const report = await runRotationKills(Number(kills), Number(seed));
  console.log(JSON.stringify(report));
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
