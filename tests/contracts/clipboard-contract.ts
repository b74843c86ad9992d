import assert from 'node:assert/strict';
import type { Clipboard } from '#core/ports';
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
      await clipboard.clearIfHolds(new Secret('a-token'));
      assert.deepEqual([await read('clipboard'), await read('primary')], ['', '']);
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
];
