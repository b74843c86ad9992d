import type { KeyDraft } from '#contract/calls';
import { draft, type KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const path = '/usr/local/bin/dataos-ctl';

/** A key that the program in memory knows. */
export interface ListedKey {
  readonly token: string;
  readonly endsAtMs: number;
  readonly name: string;
}

/** What `user apikey get` and `create` print, as older builds do. */
export function listOf(rows: readonly ListedKey[]): string {
  const cells = rows.map(({ token, endsAtMs, name }) => [
    token,
    'apikey',
    new Date(endsAtMs).toISOString(),
    name,
  ]);
  const lines = [['TOKEN', 'TYPE', 'EXPIRATION', 'NAME'], ['---', '---', '---', '---'], ...cells];
  return ['INFO[0000] user apikey...', ...lines.map((line) => `  ${line.join(' | ')}`)].join('\n');
}

/** `dataos-ctl` in memory, which lists the key `old`. */
export class DataosCtlInMemory {
  readonly path = path;
  readonly #keyfob: KeyfobInMemory;
  rows: ListedKey[] = [];
  /** What the next runs of `create` do; null makes a key. */
  onCreate: (() => { readonly output: string; readonly exitCode: number }) | null = null;

  constructor(keyfob: KeyfobInMemory) {
    this.#keyfob = keyfob;
    this.make('old', 1000);
    this.write();
  }

  /** Puts the program in its place; another content is another program. */
  write(content = '#!/bin/sh', main = (args: readonly string[]) => this.run(args)): void {
    this.#keyfob.commands.programs.set(path, { content, main });
  }

  run(args: readonly string[]) {
    if (args[2] === 'get') return { output: listOf(this.rows), exitCode: 0 };
    if (this.onCreate !== null) return this.onCreate();
    return { output: listOf([this.make(args[4] ?? '', Number.parseInt(args[6] ?? '', 10))]), exitCode: 0 };
  }

  make(name: string, hours: number): ListedKey {
    const row = { token: `token-of-${name}`, endsAtMs: this.#keyfob.time.nowMs() + hours * hourMs, name };
    this.rows.push(row);
    return row;
  }

  /** Arguments of all runs that were to make a key. */
  created(): readonly (readonly string[])[] {
    return this.#keyfob.commands.runs.map(({ args }) => args).filter((args) => args[2] === 'create');
  }

  /** Names of all keys that were made. */
  madeNames(): string[] {
    return this.rows.map(({ name }) => name).filter((name) => name !== 'old');
  }
}

/** What the form holds for the key `old`. */
export function ctlDraft(part: Partial<KeyDraft> = {}): KeyDraft {
  return draft({ presetId: 'dataos-ctl', name: 'lens', fields: { command: path, keyName: 'old' }, ...part });
}
