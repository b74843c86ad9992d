/**
 * Takes pictures of the window's states in a real browser, under the product's content security policy, and runs axe on
 * each. A manual tool: `tsx tests/renderer/gallery/shoot.ts [folder] [name part]`, with CHROMIUM for another browser.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { scenes } from './scenes.ts';

const folder = process.argv[2] ?? 'out/gallery';
const only = process.argv[3] ?? '';
const root = new URL('.', import.meta.url).pathname;
// A page and a port of its own, so that two runs at once do not show each other's pictures.
const outDir = mkdtempSync(join(tmpdir(), 'gallery-page-'));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'";

async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const result = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary ?? ''}`).join(' | ')}`,
    );
  });
}

await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true, target: 'chrome130' } });
const server = await preview({
  root,
  logLevel: 'error',
  build: { outDir },
  preview: { port: 0, headers: { 'Content-Security-Policy': policy } },
});
const [address] = server.resolvedUrls?.local ?? [];
if (address === undefined) throw new Error('the preview server has no address');
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
let problems = 0;
for (const scene of scenes.filter(({ name }) => name.includes(only))) {
  const context = await browser.newContext({
    viewport: scene.size,
    deviceScaleFactor: scene.zoom ?? 1,
    colorScheme: scene.scheme ?? 'light',
    reducedMotion: 'reduce',
    contrast: scene.contrast ?? 'no-preference',
    forcedColors: scene.forcedColors ?? 'none',
  });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    // The page has no icon of its own, which only a browser asks for.
    if (message.location().url.endsWith('/favicon.ico')) return;
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(`${address}?state=${scene.state}`);
  await scene.act?.(page);
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${folder}/${scene.name}.png` });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) said.push(`scrolls sideways by ${overflow} px`);
  said.push(...(await axeViolations(page)));
  if (said.length > 0) problems += 1;
  console.log(said.length === 0 ? `ok    ${scene.name}` : `FAIL  ${scene.name}\n  ${said.join('\n  ')}`);
  await context.close();
}
await browser.close();
await server.close();
rmSync(outDir, { recursive: true });
process.exitCode = problems === 0 ? 0 : 1;
