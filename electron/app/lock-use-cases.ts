import type { Ports } from './app-ports.ts';
import { Health } from './health.ts';
import { ReplaceVault } from './replace-vault.ts';
import type { UseCases } from './use-cases.ts';
import { VaultContents } from './vault-contents.ts';
import { VaultLock } from './vault-lock.ts';
import { WaysIn } from './ways-in.ts';

/** Who gets into the vault, and what protects it. */
export interface LockUseCases {
  readonly lock: VaultLock;
  readonly waysIn: WaysIn;
  readonly replaceVault: ReplaceVault;
  readonly health: Health;
}

type Made = Omit<UseCases, keyof LockUseCases>;

/** Joins the lock with all that it ends and forgets. */
export function lockUseCases(ports: Ports, made: Made): LockUseCases {
  const contents = new VaultContents({ ...ports, ...made, freshToken: made.tokens });
  const lock = new VaultLock({ ...ports, ...made, contents });
  return {
    lock,
    waysIn: new WaysIn({ ...ports, ...made, lock }),
    replaceVault: new ReplaceVault({ ...ports, ...made, lock }),
    health: new Health({ ...ports, ...made, system: ports.systemHealth }),
  };
}
