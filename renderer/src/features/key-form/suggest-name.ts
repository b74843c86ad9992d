/** A name that no other key has: the provider's, numbered if need be. Names are compared as the app does, without case. */
export function suggestName(providerName: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = providerName;
  for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${providerName} ${number}`;
  return name;
}
