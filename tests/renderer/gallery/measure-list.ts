/**
 * How long a list of 1,000 keys holds up the page, in a real browser: processor time of the page's main thread, which other
 * programs do not add to, and the best of three runs. A manual tool: `tsx tests/renderer/gallery/measure-list.ts`, with
 * CHROMIUM for another browser.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const root = new URL('.', import.meta.url).pathname;
const outDir = mkdtempSync(join(tmpdir(), 'measure-list-'));
await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true, target: 'chrome130' } });
const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const what = [
  'page without keys',
  '1,000 keys',
  'a letter in the filter',
  'the filter emptied',
  'scrolled to the end',
];
const runs: number[][] = [];
for (let run = 0; run < 3; run += 1) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const totalMs = async (): Promise<number> => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const costMs = async (act: () => Promise<unknown>): Promise<number> => {
    const before = await totalMs();
    await act();
    await page.waitForTimeout(2_000);
    return (await totalMs()) - before;
  };
  const open = (state: string) => page.goto(`${server.resolvedUrls?.local[0]}?state=${state}`);
  const filter = page.locator('main input');
  runs.push([
    await costMs(() => open('fresh')),
    await costMs(() => open('thousand')),
    await costMs(() => filter.press('7')),
    await costMs(() => filter.press('Backspace')),
    await costMs(() => page.locator('main').evaluate((main) => main.scrollTo(0, 1e6))),
  ]);
  await page.close();
}
for (const [at, words] of what.entries()) {
  const best = Math.min(...runs.map((costs) => costs[at] ?? Number.NaN));
  console.log(`${words}: ${Math.round(best)} ms`);
}
await browser.close();
await server.close();
rmSync(outDir, { recursive: true });
