import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserAddress } from '../../../electron/main/open-external.ts';
import { askBridge, callBridge } from '../../desktop/flows/bridge-calls.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { REPOSITORY_FOLDER } from '../../desktop/rig/app-arguments.ts';
import type { CheckResult } from '../check-result.ts';

const hosts = ['login.example.org', 'xn--bcher-kva.example', '192.0.2.7'];
const programs = [
  'file:///etc/passwd',
  'file://host/share',
  '\\\\host\\share',
  '//host/share',
  'smb://host/x',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:app://keyfob/x',
  'vbscript:x',
  'ms-msdt:/id',
  'ms-settings:',
  'search-ms:query=x',
  'shell:startup',
  'mailto:a@b.c',
  'tel:1',
  'ssh://h',
  'sftp://h/x',
  'ftp://h/x',
  'ws://h',
  'app://keyfob/index.html',
  'chrome://gpu',
  'about:blank',
  'view-source:https://h',
  'intent://x',
  'steam://run/1',
  'zoommtg://x',
  'x-apple.systempreferences:',
  'vscode://x',
  'gopher://h',
  'jar:https://h!/x',
  'http://h/x',
  'http://localhost.evil/x',
  'http://127.0.0.1.evil/',
  '/etc/passwd',
  'C:\\Windows\\calc.exe',
  '',
  ' ',
  'https',
  'https:',
  'https://',
  'https:///x',
  '-https://h',
  'HTTPS\t://h',
];
/** Wraps a good host in a form that leads elsewhere, hides its target or says more than an address. */
const disguises: readonly ((host: string) => string)[] = [
  (host) => `https://${host}@evil.example/`,
  (host) => `https://user:word@${host}/`,
  (host) => `https://${host}\\@evil.example/`,
  (host) => `https:\\\\${host}/`,
  (host) => `https:/${host}/`,
  (host) => `https://${host}\n/`,
  (host) => `ht\ttps://${host}/`,
  (host) => ` https://${host}/`,
  (host) => `https://${host}/ --profile=x`,
  (host) => `https://${host}/\u202egpj.exe`,
  (host) => `https://${host}%00.evil/`,
  (host) => `https://${host}%2f@evil/`,
  (host) => `https://${host}:0x1bb/`,
  (host) => `https://${host}:99999/`,
  (host) => `https://${host}../`,
  (host) => `https://.${host}/`,
  (host) => `http://${host}/`,
  (host) => `https://${host}/"&calc.exe`.replace('"', '\u201c'),
  (host) => `https://${host}/#a#b`,
  (host) => `https://${host}/#\u202e`,
  (host) => `https://ｅｘａｍｐｌｅ.${host}/`,
  (host) => `https://0x7f.1.${host} /`,
  (host) => `${host}`,
  (host) => `https://${host}/${'x'.repeat(5_000)}`,
];
const numbers = [
  'https://0x7f.1/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://[::ffff:127.0.0.1]/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://1.1/',
];

/** RN-15: of 200 addresses and more only those that show their target go to the browser, and the page can name none itself. */
export async function openOnlyLinks(keyfob: RunningKeyfob): Promise<CheckResult> {
  const hostile = [
    ...programs,
    ...numbers,
    ...hosts.flatMap((host) => disguises.map((disguise) => disguise(host))),
  ];
  // In upper case, with a dash before and with a space behind each is no better.
  const all = [...hostile, ...hostile.map((url) => `${url} `), ...programs.map((url) => url.toUpperCase())];
  const passed = all.filter((url) => browserAddress(url) !== null);
  const links = shippedLinks();
  const lost = links.filter(({ url }) => browserAddress(url) === null);
  const { opened, refused } = await openAll(keyfob, links);
  const strangers = opened.filter((url) => !links.some((link) => new URL(link.url).href === url));
  return {
    figure:
      `${passed.length} of ${all.length} hostile addresses pass ${passed.slice(0, 5)}; ${lost.length} of ${links.length} links of presets do not; ` +
      `in the app ${opened.length} of ${links.length} links reach the system, ${strangers.length} strangers, ${refused} of 4 others refused`,
    passed:
      all.length >= 200 &&
      passed.length === 0 &&
      lost.length === 0 &&
      opened.length === links.length &&
      strangers.length === 0 &&
      refused === 4,
  };
}

interface Link {
  readonly presetId: string;
  readonly id: 'console' | 'docs';
  readonly url: string;
}

function shippedLinks(): Link[] {
  const folder = join(REPOSITORY_FOLDER, 'electron/core/providers/presets');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { id: presetId, links = [] } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return (links as Omit<Link, 'presetId'>[]).map((link) => ({ presetId, ...link }));
    });
}

/** What the system is asked to open is written down in place of opening it: there is no browser. */
async function openAll(
  keyfob: RunningKeyfob,
  links: readonly Link[],
): Promise<{ opened: string[]; refused: number }> {
  const { page } = await keyfob.window();
  await keyfob.app.inMain(({ shell }) => {
    const seen = globalThis as unknown as { openedUrls: string[] };
    seen.openedUrls = [];
    shell.openExternal = async (url) => {
      seen.openedUrls.push(url);
    };
  });
  for (const { presetId, id } of links) await askBridge(page, 'app.openLink', { presetId, link: id });
  const others: readonly unknown[] = [
    { presetId: 'celerdata', link: 'https://evil.example' },
    { presetId: 'no-such-preset', link: 'docs' },
    { presetId: 'celerdata', link: 'docs', url: 'https://evil.example' },
    { url: 'https://evil.example' },
  ];
  let refused = 0;
  for (const input of others) if (!(await callBridge(page, 'app.openLink', input as never)).ok) refused += 1;
  const opened = await keyfob.app.inMain(
    () => (globalThis as unknown as { openedUrls: string[] }).openedUrls,
  );
  return { opened, refused };
}
