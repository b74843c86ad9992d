import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { Argon2Hash } from '#adapters/argon2-hash';
import { Secret } from '#core/secret';
import { putKey, VaultRig } from './vault-rig.ts';

const rig = new VaultRig();
afterEach(() => rig.dispose());

/** The system's own: another Python may stand before it in the path, without these packages. */
const python = '/usr/bin/python3';
const script = 'docs/decrypt-vault.py';

/** They come with the packages of the desktop tests (build/system-packages.ts). */
const hasPackages = spawnSync(python, ['-c', 'import argon2, cryptography']).status === 0;

it.runIf(hasPackages)(
  'another program opens a vault with its passphrase, by the documented format alone',
  {
    timeout: 120_000,
  },
  async () => {
    const passphrase = 'Schlu\u0308ssel für alles';
    rig.parts = { hash: new Argon2Hash() };
    const vault = rig.vault();
    await vault.open();
    await vault.commit([putKey('a', '{"name":"prod ü"}'), { put: 'keySecrets', id: 'a', json: 'a secret' }]);
    expect(await vault.setPassphrase(new Secret(passphrase))).toMatchObject({ ok: true });
    vault.close();
    const out = execFileSync(python, [script, rig.file], { input: passphrase, encoding: 'utf8' });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { type: 'key', id: 'a', content: '{"name":"prod ü"}' },
      { type: 'keySecrets', id: 'a', content: 'a secret' },
    ]);
    const wrong = spawnSync(python, [script, rig.file], { input: 'wrong', encoding: 'utf8' });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toBe('That passphrase does not open this vault.\n');
  },
);

it('and needs at most 60 lines for it', () => {
  expect(readFileSync(script, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});
