import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Preset } from '#core/providers/preset';
import type { Secret } from '#core/secret';
import type { HandOut } from './fresh-token.ts';

type Keys = ReadonlyMap<KeyId, KeyState>;

/** The keys whose tokens a key takes as input, by the id of the field that names them. */
export function sourceKeys(
  preset: Preset | null,
  fields: Readonly<Record<string, string>>,
): [fieldId: string, id: KeyId][] {
  return (preset?.fields ?? [])
    .filter(({ id, kind }) => kind === 'key' && fields[id] !== undefined)
    .map(({ id }) => [id, fields[id] as KeyId]);
}

/** Whether a key draws from another one, over any number of keys between. */
export function drawsFrom(
  from: KeyId,
  target: KeyId,
  keys: Keys,
  presetOf: (id: string) => Preset | null,
): boolean {
  const seen = new Set<KeyId>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === target) return true;
    const state = keys.get(id);
    if (state === undefined || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...sourceKeys(presetOf(state.key.presetId), state.key.fields).map(([, source]) => source));
  }
  return false;
}

/** Tokens of the keys that a key draws from, as its secrets. Failure: sourceKeyFailed. */
export async function sourceTokens(
  sources: readonly [fieldId: string, id: KeyId][],
  keys: Keys,
  handOut: (id: KeyId) => Promise<Result<HandOut>>,
): Promise<Result<Record<string, Secret>>> {
  const tokens: Record<string, Secret> = {};
  for (const [field, id] of sources) {
    if (!keys.has(id)) return fail('sourceKeyFailed', { step: 'prepare', field, reason: 'sourceKeyMissing' });
    const given = await handOut(id);
    if (!given.ok) return fail('sourceKeyFailed', { step: 'prepare', field });
    tokens[field] = given.value.token;
  }
  return ok(tokens);
}
