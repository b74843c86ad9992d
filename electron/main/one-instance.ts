import { app } from 'electron';
import { inTurn } from '#adapters/in-turn';

/** Longer than a first instance needs to answer a second one, for which Chromium waits 20 s (process_singleton_posix.cc). */
const patienceMs = 30_000;

/**
 * Whether this is the first instance on its data; a later one has handed over to it and must end.
 *
 * Between making its lock and listening at its socket an instance of Chromium 130 looks like a dead one to another that starts in
 * the same millisecond: that one takes the lock over, and both run (1 of 40 times when six were started at once on two busy cores).
 * Asking happens in turn here, so that whoever asks meets an instance that listens or none.
 */
export function isFirstInstance(): boolean {
  // Windows asks the kernel for a mutex, which has no such moment.
  return process.platform === 'win32'
    ? app.requestSingleInstanceLock()
    : inTurn(app.getPath('userData'), patienceMs, () => app.requestSingleInstanceLock());
}
