import type { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { type CanaryHit, describeHits, findCanaries } from '../../canary/canary.ts';
import { scanProcessMemory } from '../../canary/scan-process-memory.ts';
import { takeHeapSnapshot } from '../../canary/take-heap-snapshot.ts';
import type { CheckResult } from '../check-result.ts';

const revealedKey = 'celerdata prod';
const revealedLabel = 'celerdata secret';

interface PageScan {
  readonly hits: readonly CanaryHit[];
  readonly canaries: number;
  readonly heapBytes: number;
  /** Null where the system does not let us read the memory of another process. */
  readonly memoryBytes: number | null;
}

/**
 * RN-11: the page holds no secret before a reveal, then exactly the revealed one (so the scan can fail), and none after it
 * was hidden, and none in the window that is opened next. Looked at are the heap and, where allowed, the whole memory of the page's process.
 */
export async function findSecretsInPage(app: AppWithCanaries): Promise<CheckResult> {
  const before = await scanPage(app);
  const { page, ...window } = await revealAndWait(app);
  const revealed = await scanPage(app);
  await window.hide();
  const hidden = findCanaries(await takeHeapSnapshot(page), app.canaries(), 'the heap after hiding');
  await app.reopenWindow();
  const after = await scanPage(app);
  const seen = new Set(revealed.hits.map(({ label }) => label));
  const onlyRevealed = seen.size === 1 && seen.has(revealedLabel);
  const leaks = [...before.hits, ...hidden, ...after.hits];
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const memory =
    before.memoryBytes === null ? 'memory not readable' : `${megabytes(before.memoryBytes)} memory`;
  return {
    figure:
      `${before.hits.length} hits before a reveal, ${onlyRevealed ? 'only the revealed secret' : `${[...seen]}`} found ` +
      `during it, ${hidden.length} in the heap after hiding, ${after.hits.length} after closing; ${after.canaries} ` +
      `canaries, ${megabytes(before.heapBytes)} heap, ${memory}` +
      (leaks.length === 0 ? '' : `: ${describeHits(leaks)}`),
    passed: leaks.length === 0 && onlyRevealed,
  };
}

async function revealAndWait(app: AppWithCanaries) {
  const window = await app.keyfob.window();
  const eye = window.eye(revealedKey);
  const pressed = (state: boolean) => window.row(revealedKey).locator(`button[aria-pressed="${state}"]`);
  await eye.click();
  await pressed(true).waitFor();
  const hide = async () => {
    await pressed(true).click();
    await pressed(false).waitFor();
  };
  return { page: window.page, hide };
}

async function scanPage(app: AppWithCanaries): Promise<PageScan> {
  // Anew each time, as tokens are issued meanwhile.
  const canaries = app.canaries();
  const { page } = await app.keyfob.window();
  const memory = scanProcessMemory(await app.keyfob.pageProcessId(), canaries);
  const heap = await takeHeapSnapshot(page);
  const text = await page.content();
  return {
    hits: [
      ...findCanaries(heap, canaries, 'the heap'),
      ...findCanaries(text, canaries, 'the document'),
      ...(memory?.hits ?? []),
    ],
    canaries: canaries.length,
    heapBytes: heap.length,
    memoryBytes: memory?.bytes ?? null,
  };
}
