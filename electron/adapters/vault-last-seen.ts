import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SqliteRecords } from './sqlite-records.ts';
import { encodeContext } from './vault-context.ts';
import { prepareFolder, repairMode, syncFile, syncFolder } from './vault-files.ts';
import { dataKeyNumber } from './vault-header.ts';

/** Of one size, so that a later content takes the place of an earlier one within one sector of the disk. */
const fileBytes = 256;

interface Seen {
  readonly vaultId: string;
  /** Decimal: commits of the vault. */
  readonly generation: string;
  /** An older vault was found and nobody has said yet that it is right. */
  readonly isDoubted: boolean;
  /** Hexadecimal. */
  readonly mac: string;
}

/**
 * Where the number is kept: not in the folder of the vault, so that a folder that is put back as a whole does not bring
 * its own number along. By platform, for what belongs to this computer and not to the user's documents.
 */
export function lastSeenFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  const local = env['LOCALAPPDATA'];
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'Keyfob');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Keyfob State');
  const state = env['XDG_STATE_HOME'];
  // A relative path is to be ignored (XDG Base Directory Specification).
  return join(state?.startsWith('/') ? state : join(home, '.local', 'state'), 'keyfob');
}

/** Which vault was open last, and its number of commits, in a second place: by it a whole older file is noticed. */
export class LastSeenVault {
  readonly #file: string;

  constructor(stateFolder: string, vaultFolder: string) {
    const name = createHash('sha256').update(resolve(vaultFolder)).digest('hex').slice(0, 16);
    this.#file = join(stateFolder, `last-seen-${name}`);
  }

  /**
   * Whether this vault is older than the one that was open last, or another one. It stays so over restarts and commits
   * until {@link note}: a vault that goes on from an older one would otherwise outgrow the number.
   */
  isOlder(vault: SqliteRecords): boolean {
    const seen = this.#read();
    if (seen === null) {
      this.note(vault);
      return false;
    }
    const isReadable = isGenuine(seen, vault) || isOfFormerKey(seen, vault);
    const isKnown = isReadable && seen.vaultId === vault.vaultId && !seen.isDoubted;
    if (isKnown && vault.generation >= BigInt(seen.generation)) return false;
    this.#write(vault, true);
    return true;
  }

  /** Takes this vault for the right one, as it is now. */
  note(vault: SqliteRecords): void {
    this.#write(vault, false);
  }

  /** Nothing was seen: the user wants another vault. */
  forget(): void {
    rmSync(this.#file, { force: true });
  }

  /** As {@link repairMode}, of the file and its folder. */
  repairModes(): void {
    for (const path of [dirname(this.#file), this.#file]) repairMode(path);
  }

  #read(): Partial<Seen> | null {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return null;
    }
    try {
      return { ...JSON.parse(text) };
    } catch {
      return {};
    }
  }

  /**
   * Not synced, as it follows every commit: a power cut can set it back by half a minute, and an older file of that time
   * would not be noticed. A place that cannot be written is no reason to refuse a vault.
   */
  #write(vault: SqliteRecords, isDoubted: boolean): void {
    const facts = { vaultId: vault.vaultId, generation: `${vault.generation}`, isDoubted };
    const seen: Seen = { ...facts, mac: macOf(facts, vault).toString('hex') };
    const text = `${JSON.stringify(seen).padEnd(fileBytes - 1)}\n`;
    try {
      this.#overwrite(text);
    } catch {
      // Nothing is known at the next opening then.
    }
  }

  #overwrite(text: string): void {
    let fd: number;
    try {
      fd = openSync(this.#file, 'r+');
    } catch {
      this.#create(text);
      return;
    }
    try {
      writeSync(fd, text, 0);
    } finally {
      closeSync(fd);
    }
  }

  #create(text: string): void {
    if (!prepareFolder(dirname(this.#file))) return;
    const unfinished = `${this.#file}.creating`;
    writeFileSync(unfinished, text, { mode: 0o600 });
    syncFile(unfinished);
    renameSync(unfinished, this.#file);
    syncFolder(dirname(this.#file));
  }
}

function isGenuine(seen: Partial<Seen>, vault: SqliteRecords): seen is Seen {
  const { vaultId, generation, isDoubted, mac } = seen;
  if (typeof vaultId !== 'string' || typeof isDoubted !== 'boolean' || typeof mac !== 'string') return false;
  if (typeof generation !== 'string' || !/^\d{1,19}$/.test(generation)) return false;
  const expected = macOf({ vaultId, generation, isDoubted }, vault);
  const found = Buffer.from(mac, 'hex');
  return found.length === expected.length && timingSafeEqual(found, expected);
}

/**
 * Written before the data key was renewed, when a crash came between the two. It cannot be proved any more, but a vault
 * under a later key is newer than all under a former one.
 */
function isOfFormerKey(seen: Partial<Seen>, vault: SqliteRecords): seen is Seen {
  const { generation } = seen;
  if (typeof generation !== 'string' || !/^\d{1,19}$/.test(generation)) return false;
  return dataKeyNumber(BigInt(generation)) < dataKeyNumber(vault.generation);
}

function macOf({ vaultId, generation, isDoubted }: Omit<Seen, 'mac'>, { keys }: SqliteRecords): Buffer {
  const doubt = isDoubted ? 1n : 0n;
  const context = encodeContext(['keyfob last seen', vaultId, BigInt(generation), doubt]);
  return createHmac('sha256', keys.header).update(context).digest();
}
