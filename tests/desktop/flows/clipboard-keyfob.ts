import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { randomAlphanumeric } from '../../services/random-secrets.ts';
import { DesktopClipboard } from '../rig/clipboard.ts';
import { askBridge, keyDraft } from './bridge-calls.ts';
import { FakeSystem } from './fake-system.ts';
import { RunningKeyfob } from './running-keyfob.ts';

/** A key that never changes: what a copy puts on the clipboard is known before. */
export interface KnownKey {
  readonly keyId: string;
  readonly name: string;
  readonly token: string;
}

const keyCount = 10;
const firstClearAfterMs = 30_000;

/** The real app on a computer with a fake logind, with keys whose tokens are known, and other programs at its clipboard. */
export class ClipboardKeyfob {
  readonly keyfob: RunningKeyfob;
  readonly system: FakeSystem;
  readonly keys: readonly KnownKey[];
  #clearAfterMs = firstClearAfterMs;

  private constructor(keyfob: RunningKeyfob, system: FakeSystem, keys: readonly KnownKey[]) {
    this.keyfob = keyfob;
    this.system = system;
    this.keys = keys;
  }

  static async start(): Promise<ClipboardKeyfob> {
    const system = await FakeSystem.start(['logind', 'networkmanager']);
    const keyfob = await RunningKeyfob.start({
      desktop: { env: { DBUS_SYSTEM_BUS_ADDRESS: system.address } },
      settings: { clipboardClearAfterMs: firstClearAfterMs },
    });
    const keys: KnownKey[] = [];
    const app = new ClipboardKeyfob(keyfob, system, keys);
    try {
      const { page } = await keyfob.window();
      for (let n = 1; n <= keyCount; n += 1) keys.push(await addKnownKey(page, `known ${n}`));
      await keyfob.waitForTrayEntry(app.key.name);
      return app;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** One of the keys. */
  get key(): KnownKey {
    const [key] = this.keys;
    if (key === undefined) throw new Error('There are no keys.');
    return key;
  }

  async page(): Promise<Page> {
    return (await this.keyfob.window()).page;
  }

  /** Copies through the page. */
  async copy({ keyId }: KnownKey): Promise<void> {
    await askBridge(await this.page(), 'tokens.copy', { keyId, formId: 'raw' });
  }

  /** Sets after which time the clipboard is cleared; starts Keyfob anew if it is another than now. */
  async clearAfter(ms: number): Promise<void> {
    if (ms === this.#clearAfterMs) return;
    this.#clearAfterMs = ms;
    await this.keyfob.app.quit();
    const path = `${this.keyfob.userDataDir}/settings.json`;
    const settings = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...settings, clipboardClearAfterMs: ms }));
    await this.restart();
  }

  /** Starts Keyfob again, and waits until it can copy. */
  async restart(args: readonly string[] = []): Promise<void> {
    await this.keyfob.restart(args);
    await this.keyfob.waitForTrayEntry(this.key.name);
  }

  /** CLIPBOARD and PRIMARY as another program reads them; throws when an owner does not answer in time. */
  async readBoth(longestReadMs = 2_000): Promise<readonly [string, string]> {
    const reader = new DesktopClipboard(this.keyfob.desktop.env, longestReadMs);
    return [await reader.readClipboard(), await reader.readClipboard('primary')];
  }

  /** Whether both are empty; undefined while they are not. */
  async isEmpty(longestReadMs = 2_000): Promise<true | undefined> {
    return (await this.readBoth(longestReadMs)).join('') === '' ? true : undefined;
  }

  /** Another program takes both selections and keeps the text, as clipboard managers do. */
  async keepByManager(text: string): Promise<void> {
    const { clipboard } = this.keyfob.desktop;
    await clipboard.writeClipboard(text, 'clipboard');
    await clipboard.writeClipboard(text, 'primary');
  }

  async stop(): Promise<void> {
    await this.keyfob.stop();
    await this.system.stop();
  }
}

/** Adds a key that is its own token. */
export async function addKnownKey(
  page: Page,
  name: string,
  token = randomAlphanumeric(40),
): Promise<KnownKey> {
  const fields = { accessToken: token, sentAs: 'bearer' };
  const draft = keyDraft({ name, presetId: 'static-token', fields });
  const { keyId } = await askBridge(page, 'keys.add', draft);
  return { keyId, name, token };
}
