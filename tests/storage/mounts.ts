import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../build/plain-error.ts';

/** Whether file systems can be mounted here: it takes root, and a container may forbid it to root as well. */
export const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

/** A file system of its own in a folder; `unmount` must come before the folder is removed. */
export interface Mounted {
  readonly folder: string;
  unmount(): void;
}

/** Memory as a file system of exactly this size. */
export function mountMemory(folder: string, sizeBytes: number): Mounted {
  needRoot();
  mkdirSync(folder, { recursive: true });
  run('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes},mode=700`, 'tmpfs', folder]);
  return { folder, unmount: () => run('umount', [folder]) };
}

/** An ext4 file system in a file. It stays when it is unmounted, and can be mounted again. */
export class DiskImage {
  readonly file: string;
  readonly folder: string;

  constructor(folder: string, sizeBytes: number) {
    needRoot();
    if (!existsSync('/dev/loop-control')) throw new PlainError('there are no loop devices');
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'disk.img');
    this.folder = join(folder, 'disk');
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, '');
    truncateSync(this.file, sizeBytes);
    // Nothing is kept for root, so that a full disk is full for us too.
    run('mkfs.ext4', ['-q', '-F', '-m', '0', this.file]);
  }

  mount(): Mounted {
    run('mount', ['-o', 'loop', this.file, this.folder]);
    return { folder: this.folder, unmount: () => run('umount', [this.folder]) };
  }
}

function needRoot(): void {
  if (!canMount) throw new PlainError('file systems can be mounted by root only');
}

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new PlainError(`${program} failed: ${stderr ?? String(error)}`);
  }
}
