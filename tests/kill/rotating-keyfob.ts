import type { KeyId } from '#core/api-key';
import { startKeyfob } from './keyfob-on-disk.ts';
import { type PortLine, slowHttp, slowVault, tell } from './slow-ports.ts';

/** A client id and its secret. */
export interface MadeSecret {
  readonly id: string;
  readonly secret: string;
}

/** What the process says on stdout. Client ids name what a rotation by hand goes from and to, and what it leaves in use. */
export type RotatingLine =
  | { readonly line: PortLine | 'started' }
  | { readonly line: 'rotating'; readonly from: string; readonly to: string }
  | { readonly line: 'ending'; readonly inUse: string };

/**
 * The process that is killed: rotates its one key again and again, goes back and forth, and ends the rotation. Given secrets
 * that a user made, it rotates by hand; given none, the provider makes them.
 */
const [folder = '', json = '[]'] = process.argv.slice(2);
const made = JSON.parse(json) as readonly MadeSecret[];
const say = (line: RotatingLine) => tell(line);

const app = await startKeyfob(folder, slowHttp(), slowVault);
const key = () => app.snapshot().keys[0];
const id = key()?.id as KeyId;
const clientId = () => key()?.clientId ?? '';
await say({ line: 'started' });
for (let round = 0; ; round += 1) {
  if (key()?.rotation === null) await rotate(round);
  for (let turns = Math.floor(Math.random() * 3); turns > 0; turns -= 1)
    must(await app.rotation.end(id, 'undo'));
  // What the provider made is removed by its API only from the state with the new one in use.
  if (made.length === 0 && key()?.rotation?.state === 'undone') must(await app.rotation.end(id, 'undo'));
  await say({ line: 'ending', inUse: clientId() });
  must(await app.rotation.end(id, 'removeOld'));
}

async function rotate(round: number): Promise<void> {
  const others = made.filter((each) => each.id !== clientId());
  const next = others[round % others.length];
  if (next === undefined) return must(await app.rotation.begin(id));
  await say({ line: 'rotating', from: clientId(), to: next.id });
  const fields = { clientId: next.id, clientSecret: next.secret };
  must(await app.rotation.byHand.begin('run', id, fields, null));
}

function must(done: { readonly ok: boolean }): void {
  if (!done.ok) throw new Error(JSON.stringify(done));
}
