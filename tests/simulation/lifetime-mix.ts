import type { AccountTraits } from './account.ts';
import type { SimulatedKeyfob } from './simulated-keyfob.ts';

/** How many keys have tokens of which life. */
export type LifetimeMix = readonly (readonly [lifetimeS: number, keys: number])[];

/** A mix in words, such as `1 × 60 s, 2 × 300 s`. */
export function mixInWords(mix: LifetimeMix): string {
  return mix.map(([lifetimeS, keys]) => `${keys} × ${inWords(lifetimeS)}`).join(', ');
}

function inWords(lifetimeS: number): string {
  if (lifetimeS < 600) return `${lifetimeS} s`;
  return lifetimeS < 3600 ? `${lifetimeS / 60} min` : `${lifetimeS / 3600} h`;
}

/** Opens an account for each key of the mix and stores the keys; `traits` says what else they have. */
export async function addMix(
  keyfob: SimulatedKeyfob,
  mix: LifetimeMix,
  traits: (at: number) => Partial<AccountTraits>,
): Promise<void> {
  let at = 0;
  for (const [lifetimeS, keys] of mix) {
    for (let n = 0; n < keys; n += 1) {
      await keyfob.add(keyfob.fleet.open({ lifetimeS, ...traits(at) }));
      at += 1;
    }
  }
}

/** One of a list, by chance. */
export function oneOf<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
