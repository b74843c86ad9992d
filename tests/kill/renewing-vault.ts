import { writeSync } from 'node:fs';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';

/** The process that is killed: opens a vault and renews its data key, then waits. A line goes to stdout at each step. */
const vault = new SqliteVault(process.argv[2] ?? '', new FakeKeyring());
const opening = await vault.open();
writeSync(1, `${JSON.stringify({ line: opening.state === 'open' ? 'opened' : 'failed' })}\n`);
const renewed = await vault.renewDataKey(null);
writeSync(1, `${JSON.stringify({ line: renewed.ok ? 'renewed' : 'failed' })}\n`);
setInterval(() => {}, 1_000);
