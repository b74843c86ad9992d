import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#core/ports';

/** With the one before it, what a problem report needs and a disk does not notice. */
const maxFileBytes = 1024 * 1024;
/** Ids, kinds, hosts and versions look like this; sentences, URLs with a query, JSON and PEM do not. */
const token = /^[A-Za-z0-9_.:@ -]{1,80}$/;
const dropped = '«dropped»';

/**
 * Log as files, `keyfob.log` and the one before it, `keyfob.1.log`: one JSON object a line, readable by this user only.
 * A log that cannot be written is no reason to stop.
 */
export class FileLog implements Log {
  readonly #folder: string;
  readonly #file: string;
  #bytes: number | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, 'keyfob.log');
  }

  write(event: string, facts: Readonly<Record<string, string | number | boolean | null>> = {}): void {
    const safeFacts = Object.entries(facts).map(([name, fact]) => [safeText(name), safeFact(fact)]);
    const at = new Date().toISOString();
    const line = `${JSON.stringify({ ...Object.fromEntries(safeFacts), at, event: safeText(event) })}\n`;
    try {
      this.#append(line);
    } catch {
      this.#bytes = null;
    }
  }

  #append(line: string): void {
    this.#bytes ??= this.#prepare();
    if (this.#bytes + Buffer.byteLength(line) > maxFileBytes) {
      renameSync(this.#file, join(this.#folder, 'keyfob.1.log'));
      this.#bytes = 0;
    }
    appendFileSync(this.#file, line, { mode: 0o600 });
    this.#bytes += Buffer.byteLength(line);
  }

  /** Size of the file so far; the modes of folder and file are repaired, whatever the umask. */
  #prepare(): number {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    // Not left to the vault, which prepares its own folder and none at all without a keyring.
    chmodSync(this.#folder, 0o700);
    appendFileSync(this.#file, '', { mode: 0o600 });
    chmodSync(this.#file, 0o600);
    return statSync(this.#file).size;
  }
}

function safeFact(fact: unknown): string | number | boolean | null {
  if (typeof fact === 'string') return safeText(fact);
  return typeof fact === 'number' || typeof fact === 'boolean' || fact === null ? fact : dropped;
}

function safeText(text: string): string {
  return token.test(text) ? text : dropped;
}
