import type { Vault, VaultChange } from '#core/ports';

/** The changes that bring back what is stored before `changes` are made; a record that does not decrypt is in none of them. */
export async function formerRecords(vault: Vault, changes: readonly VaultChange[]): Promise<VaultChange[]> {
  const former: VaultChange[] = [];
  for (const { id, ...change } of changes) {
    const type = 'put' in change ? change.put : change.remove;
    const json = await vault.read(type, id);
    if (!json.ok) continue;
    former.push(json.value === null ? { remove: type, id } : { put: type, id, json: json.value });
  }
  return former;
}
