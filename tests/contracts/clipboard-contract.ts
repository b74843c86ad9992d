import assert from 'node:assert/strict';
import type { Clipboard } from '#core/clipboard-port';
import { Secret } from '#core/secret';
import type { ContractCase } from './contract-case.ts';

/** A clipboard, and both selections as another program would use them. */
export interface ClipboardSubject {
  readonly clipboard: Clipboard;
  readonly read: (selection: 'clipboard' | 'primary') => Promise<string>;
  readonly put: (selection: 'clipboard' | 'primary', text: string) => Promise<void>;
}

/** What a copy and its clearing promise on Linux. */
export const clipboardContract: readonly ContractCase<ClipboardSubject>[] = [
  {
    rule: 'writes exactly the secret',
    check: async ({ clipboard, read }) => {
      for (const text of ['a-token', 'x'.repeat(8192), 'ümläut 🔑 " \' $(x) \\']) {
        assert.deepEqual(await clipboard.write(new Secret(text)), { ok: true, value: undefined });
        assert.equal(await read('clipboard'), text);
      }
    },
  },
  {
    rule: 'clears both selections that hold the secret',
    check: async ({ clipboard, read, put }) => {
      await clipboard.write(new Secret('a-token'));
      await put('primary', 'a-token');
      assert.equal(await clipboard.clearIfHolds(new Secret('a-token')), 'cleared');
      assert.deepEqual([await read('clipboard'), await read('primary')], ['', '']);
      assert.equal(await clipboard.clearIfHolds(new Secret('a-token')), 'notThere');
    },
  },
  {
    rule: "leaves anybody else's text alone, in each selection by itself",
    check: async ({ clipboard, read, put }) => {
      await clipboard.write(new Secret('a-token'));
      await put('primary', 'a poem');
      await clipboard.clearIfHolds(new Secret('a-token'));
      assert.deepEqual([await read('clipboard'), await read('primary')], ['', 'a poem']);
      await put('clipboard', 'a recipe');
      await put('primary', 'a-token');
      await clipboard.clearIfHolds(new Secret('a-token'));
      assert.deepEqual([await read('clipboard'), await read('primary')], ['a recipe', '']);
    },
  },
  {
    rule: 'knows a secret again by its mark, in each selection by itself, and tells nothing else of it',
    check: async ({ clipboard, read, put }) => {
      const mark = clipboard.mark(new Secret('a-token'));
      assert.ok(!mark.includes('a-token'));
      assert.notEqual(mark, clipboard.mark(new Secret('a-token')));
      await put('clipboard', 'a-token');
      await put('primary', 'a poem');
      assert.equal(await clipboard.clearIfMarked(mark), 'cleared');
      assert.deepEqual([await read('clipboard'), await read('primary')], ['', 'a poem']);
      await put('clipboard', 'a recipe');
      await put('primary', 'a-token');
      assert.equal(await clipboard.clearIfMarked(mark), 'cleared');
      assert.deepEqual([await read('clipboard'), await read('primary')], ['a recipe', '']);
      for (const other of [mark, '', 'x', 'x.y'])
        assert.equal(await clipboard.clearIfMarked(other), 'notThere');
      assert.equal(await read('clipboard'), 'a recipe');
    },
  },
  {
    rule: 'gives what another program reads, if there is one',
    check: async ({ clipboard, put }) => {
      await put('clipboard', 'a recipe');
      const found = await clipboard.readElsewhere();
      assert.ok(found === null || found === 'a recipe', String(found));
      await clipboard.write(new Secret('a-token'));
      const copied = await clipboard.readElsewhere();
      assert.ok(copied === (found === null ? null : 'a-token'), String(copied));
    },
  },
];
