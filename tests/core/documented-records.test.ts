import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('docs/vault-format.md lists each type of record', () => {
  const union = /export type RecordType =([^;]+);/.exec(readFileSync('electron/core/ports.ts', 'utf8'))?.[1];
  const types = [...(union ?? '').matchAll(/'(\w+)'/g)].map(([, type]) => type);
  const records = readFileSync('docs/vault-format.md', 'utf8').split('## Records')[1]?.split('\n## ')[0];
  const listed = [...(records ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, type]) => type);
  expect(types.length).toBeGreaterThan(4);
  expect(listed.toSorted()).toEqual(types.toSorted());
});
