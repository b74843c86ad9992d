import type { Secret } from '#core/secret';
import { freeName } from './free-name.ts';
import type { ImportCandidate } from './import-candidate.ts';

/** What is known of a stored key. */
export interface StoredKeyFacts {
  readonly id: string;
  readonly name: string;
  readonly presetId: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Digests of its secrets by field id, made like those of {@link findDuplicates}. */
  readonly secretDigests: Readonly<Record<string, string>>;
}

/** What stands in the way of storing a candidate as it is. */
export interface DuplicateCheck {
  /** The stored key with the same secrets at the same provider, or the earlier candidate of the same import. */
  readonly sameAs: { readonly keyId: string } | { readonly candidate: number } | null;
  /** A stored key or an earlier candidate has the suggested name. */
  readonly isNameTaken: boolean;
  /** The suggested name, or the nearest one that is free. */
  readonly freeName: string;
}

/**
 * Compares candidates with the stored keys and with each other, in their order. Two keys are the same when provider and all
 * secrets are, and no other value contradicts; a candidate without secrets is never the same as another.
 *
 * @param digest keyed hash of a secret with a key that lives no longer than the import, so that no secret is held open
 */
export function findDuplicates(
  candidates: readonly ImportCandidate[],
  stored: readonly StoredKeyFacts[],
  digest: (secret: Secret) => string,
): DuplicateCheck[] {
  const takenNames = new Set(stored.map(({ name }) => name.toLowerCase()));
  const known = new Map<string, Known[]>();
  for (const key of stored) put(known, { ...key, same: { keyId: key.id } });
  return candidates.map((candidate, index) => {
    const digests = Object.entries(candidate.secrets).map(([id, secret]) => [id, digest(secret)] as const);
    const facts = { fields: candidate.fields, secretDigests: Object.fromEntries(digests) };
    const presetIds = [candidate.presetId ?? candidate.newPreset?.id ?? '', ...candidate.alternatives];
    const rivals = digests.length === 0 ? [] : presetIds.flatMap((id) => known.get(groupOf(id, facts)) ?? []);
    const same = rivals.find((rival) => agree(rival.fields, facts.fields));
    const name = freeName(candidate.suggestedName, takenNames);
    const isNameTaken = takenNames.has(candidate.suggestedName.toLowerCase());
    takenNames.add(name.toLowerCase());
    put(known, { ...facts, presetId: presetIds[0] ?? '', same: { candidate: index } });
    return { sameAs: same?.same ?? null, isNameTaken, freeName: name };
  });
}

interface Known extends Pick<StoredKeyFacts, 'presetId' | 'fields' | 'secretDigests'> {
  readonly same: Exclude<DuplicateCheck['sameAs'], null>;
}

/** Keys that could be the same: those of one provider with the same secrets. */
function groupOf(presetId: string, { secretDigests }: Pick<Known, 'secretDigests'>): string {
  return JSON.stringify([presetId, Object.entries(secretDigests).toSorted()]);
}

function put(known: Map<string, Known[]>, key: Known): void {
  const group = groupOf(key.presetId, key);
  const others = known.get(group);
  if (others === undefined) known.set(group, [key]);
  else others.push(key);
}

/** A value that only one side has, such as a default that a stored key carries, contradicts nothing. */
function agree(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.entries(a).every(
    ([id, value]) => !Object.hasOwn(b, id) || b[id]?.toLowerCase() === value.toLowerCase(),
  );
}
