import type { KeyId } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import type { Clock } from '#core/ports';
import { type AppState, isAtRest } from './app-state.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import { restoredKeyState } from './restore-keys.ts';
import type { RotateKey } from './rotate-key.ts';
import type { SignIn } from './sign-in.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
  readonly rotation: RotateKey;
  readonly signIn: SignIn;
  readonly clock: Clock;
}

/** Counts keys as edited, so that answers to what is about to be replaced are dropped. */
export function countAsEdited({ state }: Pick<Needs, 'state'>, ids: readonly KeyId[]): void {
  change(state, ids, (before) => (before === undefined ? null : { ...before, edits: before.edits + 1 }));
}

/** Takes keys whose records were replaced into the state, as a start would. */
export async function followReplacedKeys(needs: Needs, ids: readonly KeyId[]): Promise<void> {
  const { state, storage, freshToken, rotation, signIn, clock } = needs;
  const stored = await storage.readAll();
  // Locked meanwhile: the next opening reads all keys.
  if (!stored.ok || isAtRest(state.value)) return;
  const { keys, tokens, rotations, unreadableKeys } = stored.value;
  const isReplaced = new Set(ids);
  const only = <T>(all: ReadonlyMap<KeyId, T>) => new Map([...all].filter(([id]) => isReplaced.has(id)));
  for (const id of ids) {
    freshToken.forget(id);
    signIn.cancel(id);
    rotation.drop(id);
  }
  freshToken.restore(only(tokens));
  const storedKeys = new Map(keys.map((key) => [key.id, key]));
  const nowMs = clock.nowMs();
  change(state, ids, (before, id) => {
    const key = storedKeys.get(id);
    if (key === undefined) return null;
    const restored = restoredKeyState(key, state.preset(key.presetId), stored.value, nowMs);
    return { ...restored, edits: before?.edits ?? 0, exchanging: before?.exchanging ?? false };
  });
  state.change({ unreadableKeys });
  rotation.restore(only(rotations));
}

/** Changes many keys at once; null drops one. */
function change(
  state: AppState,
  ids: readonly KeyId[],
  next: (before: KeyState | undefined, id: KeyId) => KeyState | null,
): void {
  const keys = new Map(state.value.keys);
  for (const id of ids) {
    const after = next(keys.get(id), id);
    if (after === null) keys.delete(id);
    else keys.set(id, after);
  }
  state.change({ keys });
}
