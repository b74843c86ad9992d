import type { CheckResult, CheckSize } from './check-result.ts';

/** Checks that share one start of what they look at. */
export interface CheckGroup {
  readonly ids: readonly string[];
  /** Runs those that are wanted and reports each as soon as it is known. */
  run(report: Report): Promise<void>;
}

/** Runs one check of a group if it is wanted. */
export type Report = (id: string, check: () => CheckResult | Promise<CheckResult>) => Promise<void>;

/** Checks that share nothing, by their ids (several, with spaces between, where one check is about all of them), in full size. */
export function each(
  checks: Readonly<Record<string, (size: CheckSize) => Promise<CheckResult>>>,
): CheckGroup[] {
  return Object.entries(checks).map(([names, check]) => {
    const ids = names.split(' ');
    let result: Promise<CheckResult> | undefined;
    const once = () => (result ??= check('full'));
    return {
      ids,
      run: async (report) => {
        for (const id of ids) await report(id, once);
      },
    };
  });
}

/** Starts what the checks of a group look at, and stops it whatever happens. */
export async function during<T extends { stop(): Promise<void> }>(
  start: () => Promise<T>,
  use: (started: T) => Promise<void>,
): Promise<void> {
  const started = await start();
  try {
    await use(started);
  } finally {
    await started.stop();
  }
}
