import assert from 'node:assert/strict';
import type { PresetFile, PresetFiles } from '#core/preset-files-port';
import { presetFileBytes, presetFileLimit } from '#core/providers/read-preset-file';
import type { ContractCase } from './contract-case.ts';

/** An empty presets folder, and a way to change it from outside, as an editor does. */
export interface PresetFilesSubject {
  readonly files: PresetFiles;
  put(name: string, text: string): void;
}

async function read(files: PresetFiles): Promise<readonly PresetFile[]> {
  const content = await files.read();
  assert.ok(content.ok, JSON.stringify(content));
  return content.value.files;
}

/** Waits until `isTrue`, or fails after 5 s. */
async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 5_000; !isTrue(); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What user presets rely on. */
export const presetFilesContract: readonly ContractCase<PresetFilesSubject>[] = [
  {
    rule: 'reads as empty where nothing was ever put',
    check: async ({ files }) => {
      assert.deepEqual(await files.read(), { ok: true, value: { files: [], leftOut: 0 } });
    },
  },
  {
    rule: 'gives back what it wrote, by name',
    check: async ({ files }) => {
      assert.ok((await files.write('b.json', '{"ü": 1}')).ok);
      assert.ok((await files.write('a.json', '{}')).ok);
      const expected = [
        { name: 'a.json', text: '{}' },
        { name: 'b.json', text: '{"ü": 1}' },
      ];
      assert.deepEqual(await read(files), expected);
    },
  },
  {
    rule: 'never writes over a file',
    check: async ({ files, put }) => {
      put('a.json', 'mine');
      assert.deepEqual(await files.write('a.json', 'other'), {
        ok: false,
        failure: { kind: 'presetFolderFailed' },
      });
      assert.deepEqual(await read(files), [{ name: 'a.json', text: 'mine' }]);
    },
  },
  {
    rule: 'removes a file, and does not mind one that is gone',
    check: async ({ files, put }) => {
      put('a.json', '{}');
      assert.ok((await files.remove('a.json')).ok);
      assert.ok((await files.remove('a.json')).ok);
      assert.deepEqual(await read(files), []);
    },
  },
  {
    rule: 'passes over hidden files, schemas and files of other kinds',
    check: async ({ files, put }) => {
      for (const name of ['.#a.json', '._a.json', 'a.json~', 'preset.schema.json', 'readme.md'])
        put(name, '{}');
      put('a.JSON', '{}');
      assert.deepEqual(await read(files), [{ name: 'a.JSON', text: '{}' }]);
    },
  },
  {
    rule: 'reads a file of the largest size and no larger one',
    check: async ({ files, put }) => {
      put('a.json', ' '.repeat(presetFileBytes));
      put('b.json', ' '.repeat(presetFileBytes + 1));
      put('c.json', `${'ü'.repeat(presetFileBytes / 2)} `);
      const [a, ...others] = await read(files);
      assert.ok(a !== undefined && 'text' in a && a.text.length === presetFileBytes);
      assert.deepEqual(others, [
        { name: 'b.json', unread: 'tooLarge' },
        { name: 'c.json', unread: 'tooLarge' },
      ]);
    },
  },
  {
    rule: 'says how many files are left out above the limit',
    check: async ({ files, put }) => {
      for (let number = 0; number < presetFileLimit + 3; number++)
        put(`${String(number).padStart(4, '0')}.json`, '{}');
      const content = await files.read();
      assert.ok(content.ok);
      assert.equal(content.value.leftOut, 3);
      assert.equal(content.value.files.length, presetFileLimit);
      assert.equal(content.value.files.at(-1)?.name, `0${presetFileLimit - 1}.json`);
    },
  },
  {
    rule: 'tells that a file was changed, until nobody wants to know',
    check: async ({ files, put }) => {
      put('a.json', '{}');
      let changes = 0;
      const stop = files.onChange(() => (changes += 1));
      // A watch needs a moment to begin; whoever edits a file by hand gives it that.
      for (let number = 0; changes === 0 && number < 100; number++) {
        put('a.json', `{"n": ${number}}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await until(() => changes > 0, 'the change was told');
      stop();
      const before = changes;
      put('b.json', '{}');
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(changes, before);
    },
  },
];
