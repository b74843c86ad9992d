import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type Canary, type CanaryHit, findCanaries } from './canary.ts';

/** What a scan of a memory saw. */
export interface MemoryScan {
  readonly hits: readonly CanaryHit[];
  readonly bytes: number;
}

const chunkBytes = 256 * 1024;
/** Longer than any spelling, so that one across two chunks is seen. */
const overlapBytes = 4096;
/** Most of what Chromium reserves was never written; it is read as zeros and needs no search. */
const zeros = Buffer.alloc(chunkBytes);

/**
 * Reads the writable memory of a process: more than a heap snapshot shows (the page's text nodes, buffers, freed strings).
 * Null where the system does not allow it: it takes root, or a process that is not sandboxed.
 */
export function scanProcessMemory(pid: number, canaries: readonly Canary[]): MemoryScan | null {
  const memory = openMemory(pid);
  if (memory === null) return null;
  const hits: CanaryHit[] = [];
  let bytes = 0;
  try {
    for (const { start, end } of writableRanges(pid)) {
      for (let at = start; at < end; at += chunkBytes - overlapBytes) {
        const chunk = readChunk(memory, at, Math.min(chunkBytes, end - at));
        if (chunk.equals(zeros.subarray(0, chunk.length))) continue;
        bytes += chunk.length;
        hits.push(...findCanaries(chunk, canaries, `the memory of process ${pid}`));
      }
    }
  } finally {
    closeSync(memory);
  }
  return { hits, bytes };
}

function openMemory(pid: number): number | null {
  try {
    return openSync(`/proc/${pid}/mem`, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

/** Ranges of which at least some is really there. */
function writableRanges(pid: number): { start: number; end: number }[] {
  const ranges: { start: number; end: number; kilobytes: number }[] = [];
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'latin1').split('\n')) {
    const [, start = '', end = '', mode] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
    const [, kilobytes] = /^(?:Rss|Swap): +(\d+) kB/.exec(line) ?? [];
    const range = ranges.at(-1);
    if (mode !== undefined) {
      const writable = mode.startsWith('rw');
      const [from, to] = [Number.parseInt(start, 16), Number.parseInt(end, 16)];
      ranges.push({ start: from, end: writable ? to : from, kilobytes: 0 });
    } else if (range !== undefined && kilobytes !== undefined) range.kilobytes += Number(kilobytes);
  }
  return ranges.filter(({ start, end, kilobytes }) => end > start && kilobytes > 0);
}

/** Memory comes and goes while it is read: what is not there any more is empty. */
function readChunk(memory: number, position: number, length: number): Buffer {
  const chunk = Buffer.alloc(length);
  try {
    return chunk.subarray(0, readSync(memory, chunk, 0, length, position));
  } catch {
    return chunk.subarray(0, 0);
  }
}
