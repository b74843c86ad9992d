import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTurn } from '#adapters/in-turn';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyfob-in-turn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lets one process at a time, also after those that were killed in their turn', async () => {
  const [processes, times] = [3, 8];
  const journal = join(folder, 'journal');
  const command = ['--import', 'tsx', 'tests/kill/be-in-turn.ts', join(folder, 'data'), journal, `${times}`];
  const ended = Array.from({ length: processes }, () =>
    once(spawn(process.execPath, command, { stdio: 'inherit' }), 'exit'),
  );
  for (const [, signal] of await Promise.all(ended)) expect(signal).toBe('SIGKILL');
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  // Each kill is a coming without a going.
  expect(lines).toHaveLength(processes * (2 * times - 1));
  lines.forEach((line, at) => {
    const [id, what] = line.split(' ');
    if (what === 'goes') expect(lines[at - 1]).toBe(`${id} comes`);
  });
});

it('keeps an empty file for the user alone', () => {
  expect(inTurn(folder, 1_000, () => 'done')).toBe('done');
  const { size, mode } = statSync(join(folder, 'start.lock'));
  expect({ size, mode: mode & 0o777 }).toEqual({ size: 0, mode: 0o600 });
});

it('acts also where there can be no lock, and passes on what the act throws', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(inTurn(join(file, 'data'), 1_000, () => 'done')).toBe('done');
  const act = () => {
    throw new Error('of the act');
  };
  expect(() => inTurn(folder, 1_000, act)).toThrow('of the act');
  expect(inTurn(folder, 1_000, () => 'next')).toBe('next');
});
