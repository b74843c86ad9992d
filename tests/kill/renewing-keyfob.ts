import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UndiciHttp } from '#adapters/undici-http';
import type { KeyId } from '#core/api-key';
import type { Http, Vault } from '#core/ports';
import { refreshKey, type SignedInAt, startKeyfob } from './keyfob-on-disk.ts';

/** What the process says on stdout, one JSON object a line: what it is about to do, or has just done. */
export interface RenewingLine {
  readonly line: 'committing' | 'sending' | 'answered' | 'stored' | 'renewed';
}

/** The process that is killed: renews its one key again and again, and tests it in between. */
const [folder = '', json = '{}'] = process.argv.slice(2);
const service = JSON.parse(json) as SignedInAt;
const network = new UndiciHttp('0.0.0');

/** A slow machine: between two steps there is time for a kill. */
async function tell(line: RenewingLine['line']): Promise<void> {
  writeSync(1, `${JSON.stringify({ line })}\n`);
  await sleep(Math.random() * 6);
}

const http: Http = {
  async send(request) {
    await tell('sending');
    const answer = await network.send(request);
    await tell('answered');
    return answer;
  },
};

const slowly = (vault: Vault): Vault => ({
  open: () => vault.open(),
  readAll: (type) => vault.readAll(type),
  read: (type, id) => vault.read(type, id),
  close: () => vault.close(),
  async commit(changes) {
    await tell('committing');
    const done = await vault.commit(changes);
    await tell('stored');
    return done;
  },
});

const app = await startKeyfob(folder, http, slowly);
const id = app.snapshot().keys[0]?.id as KeyId;
for (let round = 0; ; round += 1) {
  await (round % 3 === 2 ? app.tests.run('run', id, refreshKey(service, '')) : app.tokens.renew(id));
  await tell('renewed');
}
