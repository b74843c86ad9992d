import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UndiciHttp } from '#adapters/undici-http';
import type { Http, Vault } from '#core/ports';

/** What a process says on stdout, one JSON object a line: what it is about to do, or has just done. */
export type PortLine = 'committing' | 'sending' | 'answered' | 'stored';

/** Says something and rests a moment, as on a slow machine: between two steps there is time for a kill. */
export async function tell(line: { readonly line: string }): Promise<void> {
  writeSync(1, `${JSON.stringify(line)}\n`);
  await sleep(Math.random() * 6);
}

/** The real network, which tells of each request. */
export function slowHttp(): Http {
  const network = new UndiciHttp('0.0.0');
  return {
    async send(request) {
      await tell({ line: 'sending' });
      const answer = await network.send(request);
      await tell({ line: 'answered' });
      return answer;
    },
  };
}

/** A vault that tells of each commit. */
export function slowVault(vault: Vault): Vault {
  return {
    open: () => vault.open(),
    readAll: (type) => vault.readAll(type),
    read: (type, id) => vault.read(type, id),
    close: () => vault.close(),
    async commit(changes) {
      await tell({ line: 'committing' });
      const done = await vault.commit(changes);
      await tell({ line: 'stored' });
      return done;
    },
  };
}
