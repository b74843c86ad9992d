import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ageFile } from '#adapters/age-file';
import { ageForm } from '#core/export/file-encryption-port';
import { fail } from '#core/failure';
import { Secret } from '#core/secret';
import { cheapFile, decryptWithAge, encryptWithAge } from './age-tool.ts';

const passphrase = 'correct hörse battery';
const text = `{"secret":"ключ \u{1f511}"}\n`;
const decrypt = (file: Uint8Array, by = passphrase) => ageFile.decrypt(file, new Secret(by));
const opened = async (file: Uint8Array, by = passphrase) => {
  const read = await decrypt(file, by);
  return read.ok ? read.value.reveal() : read;
};
const failed = (reason: string) => fail('invalidInput', { field: 'File', reason });
const bytesOf = (part: string) => new TextEncoder().encode(part);

let file: Uint8Array;
beforeAll(async () => {
  file = await ageFile.encrypt(new Secret(text), new Secret(passphrase));
});

describe('a file encrypted with a passphrase', () => {
  it('opens again, and holds no letter of its text', async () => {
    expect(await opened(file)).toBe(text);
    expect(ageForm(file)).toBe('binary');
    expect(Buffer.from(file).includes('secret')).toBe(false);
    expect(Buffer.from(file).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 18\n/);
  });

  it('is opened by the age tool, with its passphrase alone', { timeout: 120_000 }, () => {
    expect(decryptWithAge(file, passphrase)).toBe(text);
    expect(() => decryptWithAge(file, 'another passphrase')).toThrow();
  });

  it('may come from the age tool, also armored', { timeout: 120_000 }, async () => {
    const armored = encryptWithAge(text, passphrase, '--armor');
    expect(ageForm(armored)).toBe('armored');
    expect(await opened(armored)).toBe(text);
  });

  it('is opened by the documented program, which knows nothing but the document', {
    timeout: 120_000,
  }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-decrypt-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'keys.age');
    writeFileSync(path, file);
    const read = (by: string) =>
      execFileSync('python3', ['docs/decrypt-export.py', path], {
        input: `${by}\n`,
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString('utf8');
    expect(read(passphrase)).toBe(text);
    expect(() => read('another passphrase')).toThrow(/Command failed/);
    expect(readFileSync('docs/decrypt-export.py', 'utf8').split('\n').length).toBeLessThanOrEqual(61);
  });

  it('of many chunks comes back whole', async () => {
    const long = 'ä0123456789'.repeat(20_000);
    expect(await opened(await cheapFile(long, passphrase))).toBe(long);
  });

  it('keeps nobody else waiting', async () => {
    let looks = 0;
    const look = setInterval(() => {
      looks += 1;
    }, 1);
    await decrypt(file);
    clearInterval(look);
    // A function that computed in this thread would have let none of them happen.
    expect(looks).toBeGreaterThan(5);
  });
});

describe('a file that does not open', () => {
  it('says that the passphrase is wrong', async () => {
    const cheap = await cheapFile(text, passphrase);
    expect(await decrypt(cheap, 'another passphrase')).toEqual(failed('wrongPassphrase'));
    expect(await decrypt(cheap, '')).toEqual(failed('wrongPassphrase'));
  });

  it('says that it was cut off or changed behind its header', async () => {
    const cheap = await cheapFile(text, passphrase);
    const changed = Uint8Array.from(cheap);
    changed[changed.length - 5] = (changed[changed.length - 5] ?? 0) ^ 1;
    for (const bad of [cheap.subarray(0, -1), cheap.subarray(0, cheap.length - 40), changed])
      expect(await decrypt(bad)).toEqual(failed('damagedFile'));
  });

  it('says that it is for a key pair', async () => {
    const header = ['age-encryption.org/v1', '-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc'];
    const body = [
      'EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U',
      '--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0',
    ];
    expect(await decrypt(bytesOf(`${[...header, ...body].join('\n')}\n`))).toEqual(failed('noPassphrase'));
  });

  it.each(['21', '30', '63', '1000', '99999999999999999999'])(
    'asks for too much work (%s), and none of it is done',
    async (factor) => {
      const header = new TextDecoder('latin1').decode(file).replace(/^(-> scrypt \S+) 18$/m, `$1 ${factor}`);
      const startMs = performance.now();
      expect(await decrypt(Buffer.from(header, 'latin1'))).toEqual(failed('tooCostly'));
      expect(performance.now() - startMs).toBeLessThan(1_000);
    },
  );

  it.each([
    ['no work factor', '-> scrypt bBkDFf9M4Sg4VEAQfKPcQA'],
    ['no salt', '-> scrypt 18'],
    ['a short salt', '-> scrypt AAAA 18'],
    ['padding', '-> scrypt bBkDFf9M4Sg4VEAQfKPcQA== 18'],
    ['a factor with a sign', '-> scrypt bBkDFf9M4Sg4VEAQfKPcQA +18'],
    ['two ways in', '-> scrypt bBkDFf9M4Sg4VEAQfKPcQA 18\nAAAA\n-> X25519 AAAA'],
  ])('has %s in its header', async (_, line) => {
    const start = `age-encryption.org/v1\n${line}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`;
    expect(await decrypt(bytesOf(start + 'x'.repeat(100)))).toEqual(failed('damagedFile'));
  });

  it('is armored in a way that nobody would', async () => {
    for (const body of ['', 'A', '!!!!', 'A'.repeat(10_000)])
      expect(await decrypt(bytesOf(`-----BEGIN AGE ENCRYPTED FILE-----\n${body}\n`))).toEqual(
        failed('damagedFile'),
      );
  });
});
