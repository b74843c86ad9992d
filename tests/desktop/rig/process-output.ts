import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const recorders = new WeakMap<ChildProcess, () => string>();

/** Records what a process writes from now on; asking again for the same process gives the same record. */
export function recordOutput(child: ChildProcess): () => string {
  const known = recorders.get(child);
  if (known !== undefined) return known;
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: Buffer | string) => {
      text += part.toString();
    });
  }
  const read = () => text;
  recorders.set(child, read);
  return read;
}

/** What was seen of a process that somebody else starts. */
export interface AwaitedSpawn {
  child(): ChildProcess | undefined;
  output(): string;
  stop(): void;
}

/**
 * Records the output of a process that a library is about to start, from its first byte; `isIt` tells it by its
 * arguments. (Playwright hands out the process only when the app is up, and its first lines would be lost.)
 */
export function recordNextSpawn(isIt: (args: readonly string[]) => boolean): AwaitedSpawn {
  let found: ChildProcess | undefined;
  const onSpawn = (message: unknown) => {
    const { process: child } = message as { process: ChildProcess };
    // The event comes before the arguments and the streams are there; nothing can be read before the next tick.
    process.nextTick(() => {
      if (found !== undefined || child.spawnargs === undefined || !isIt(child.spawnargs)) return;
      found = child;
      recordOutput(child);
    });
  };
  subscribe('child_process', onSpawn);
  return {
    child: () => found,
    output: () => (found === undefined ? '' : recordOutput(found)()),
    stop: () => void unsubscribe('child_process', onSpawn),
  };
}
