import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteVault } from '#adapters/sqlite-vault';
import { UndiciHttp } from '#adapters/undici-http';
import type { App } from '#app/create-app';
import type { KeyDraft } from '#contract/calls';
import type { RotationView } from '#contract/key-actions-view';
import { rotationWords } from '#contract/words/rotation-words';
import type { KeyId } from '#core/api-key';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { startKeyfob } from './keyfob-on-disk.ts';

/** What a start after a kill finds. */
export interface FoundKey {
  readonly clientId: string | null;
  /** The secret that is in use. */
  readonly secret: string;
  /** A token that was got with it, or null. */
  readonly token: string | null;
  readonly rotation: RotationView | null;
  /** What the row says of the rotation; empty when there is none. */
  readonly words: string;
  /** The stored record of the rotation as it is, with the secret that is not in use. */
  readonly record: string;
}

/** Adds a key to a new vault and waits for its token. */
export async function addRotatedKey(folder: string, draft: KeyDraft): Promise<void> {
  const app = await startKeyfob(folder, new UndiciHttp('0.0.0'));
  const added = await app.keys.add(draft);
  const renewed = added.ok ? await app.tokens.renew(added.value.keyId) : added;
  await app.stop();
  if (!renewed.ok) throw new Error(`the key does not work: ${JSON.stringify(renewed.failure)}`);
}

/** Starts Keyfob on the vault, lets it go on with what was begun, and looks at its key. */
export async function findRotatedKey(folder: string, secretField: string): Promise<FoundKey> {
  const app = await startKeyfob(folder, new UndiciHttp('0.0.0'));
  const id = app.snapshot().keys[0]?.id as KeyId;
  await settled(app);
  const renewed = await app.tokens.renew(id);
  const revealed = await app.reveal.reveal(id, secretField);
  const key = app.snapshot().keys[0];
  const rotation = key?.rotation ?? null;
  await app.stop();
  return {
    clientId: key?.clientId ?? null,
    secret: revealed.ok ? revealed.value.secret : '',
    token: renewed.ok ? renewed.value.value.reveal() : null,
    rotation,
    words: rotation === null ? '' : rotationWords(rotation, 'the provider', Date.now()),
    record: await storedRotation(folder, id),
  };
}

/** Ends a rotation without a call to the provider: what is not in use was deleted there by the user. */
export async function giveUpRotation(folder: string): Promise<void> {
  const app = await startKeyfob(folder, new UndiciHttp('0.0.0'));
  const ended = await app.rotation.end(app.snapshot().keys[0]?.id as KeyId, 'keepOld');
  await app.stop();
  if (!ended.ok) throw new Error(`the rotation goes on: ${ended.failure.kind}`);
}

/** A secret that was made before the kill is tested and put in use by itself. */
async function settled(app: App): Promise<void> {
  const isMaking = () => {
    const rotation = app.snapshot().keys[0]?.rotation;
    return rotation?.state === 'creating' && rotation.failure === null;
  };
  for (let left = 2_000; left > 0 && isMaking(); left -= 1) await sleep(5);
}

async function storedRotation(folder: string, id: KeyId): Promise<string> {
  const vault = new SqliteVault(folder, new FakeKeyring());
  await vault.open();
  const json = await vault.read('rotation', id);
  vault.close();
  return json.ok ? (json.value ?? '') : '';
}
