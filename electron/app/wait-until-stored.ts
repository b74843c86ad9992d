import type { Timer } from '#core/ports';
import type { ActivityLog } from './activity-log.ts';
import type { AppState } from './app-state.ts';
import type { UnfinishedWork } from './unfinished-work.ts';

interface Needs {
  readonly state: AppState;
  readonly unfinished: UnfinishedWork;
  readonly activity: ActivityLog;
  readonly timer: Timer;
}

/** What a request may take at most: after it nothing more comes for a refresh token that was sent. */
const longestWaitMs = 30_000;

/**
 * Resolves when all refresh tokens that are on their way are stored, or none of them comes any more.
 *
 * @param before what is shown to wait for it; null where the caller shows that itself
 */
export async function waitUntilStored(
  { state, unfinished, activity, timer }: Needs,
  before: 'quit' | 'wipe' | null,
): Promise<void> {
  if (unfinished.isAny) state.change({ storesBefore: before });
  let stopWaiting = () => {};
  const tooLong = new Promise<void>((resolve) => {
    stopWaiting = timer.after(longestWaitMs, resolve);
  });
  await Promise.race([unfinished.ended(), tooLong]);
  stopWaiting();
  if (state.value.storesBefore === before) state.change({ storesBefore: null });
  await activity.save();
}
