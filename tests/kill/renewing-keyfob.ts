import type { KeyId } from '#core/api-key';
import { refreshKey, type SignedInAt, startKeyfob } from './keyfob-on-disk.ts';
import { type PortLine, slowHttp, slowVault, tell } from './slow-ports.ts';

/** What the process says on stdout. */
export interface RenewingLine {
  readonly line: PortLine | 'renewed';
}

/** The process that is killed: renews its one key again and again, and tests it in between. */
const [folder = '', json = '{}'] = process.argv.slice(2);
const service = JSON.parse(json) as SignedInAt;

const app = await startKeyfob(folder, slowHttp(), slowVault);
const id = app.snapshot().keys[0]?.id as KeyId;
for (let round = 0; ; round += 1) {
  await (round % 3 === 2 ? app.tests.run('run', id, refreshKey(service, '')) : app.tokens.renew(id));
  await tell({ line: 'renewed' });
}
