import { readdirSync, readFileSync } from 'node:fs';
import { PlainError } from '../build/plain-error.ts';

/** Checks what the bundler made: mistakes here show only in the running app, and not in its source. */
export function checkBuiltFiles(): void {
  const preload = readdirSync('out/app/preload');
  expectThat(
    preload.join() === 'index.cjs',
    `the preload script is one CommonJS file, not ${preload.join(', ')}`,
  );
  const main = readdirSync('out/app/main', { recursive: true, encoding: 'utf8' });
  expectThat(
    // The part of jose has the name of its folder.
    ['undici-', 'webapi-', 'age-file-format-'].every((part) => main.some((name) => name.includes(part))),
    'undici, jose and the age format are parts of their own, which the start does not load',
  );
  const page = readdirSync('out/app/renderer', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|html)$/.test(name),
  );
  expectThat(page.length >= 2, 'the page was built');
  for (const name of page) {
    const text = readFileSync(`out/app/renderer/${name}`, 'utf8');
    expectThat(
      !/\brequire\(|from ?["'](node:|electron)/.test(text),
      `${name} imports neither Electron nor Node`,
    );
  }
  const html = readFileSync('out/app/renderer/index.html', 'utf8');
  expectThat(
    !/<script(?![^>]*src=)|<style|\sstyle=/.test(html),
    'the page has no inline script or style, which its policy forbids',
  );
  console.log(`built files: ${page.length} of the page and 1 preload script checked`);
}

function expectThat(holds: boolean, rule: string): void {
  if (!holds) throw new PlainError(`A built file breaks a rule: ${rule}.`);
}
