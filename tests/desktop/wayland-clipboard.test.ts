import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipboardFor } from '#adapters/linux-clipboard';
import type { Clipboard } from '#core/clipboard-port';
import { Secret } from '#core/secret';
import { clipboardContract } from '../contracts/clipboard-contract.ts';
import { WaylandSession } from './rig/wayland-session.ts';

/** Electron's own clipboard must not be needed here. */
const electron = {
  clipboard: {
    writeText: () => expect.unreachable(),
    readText: () => expect.unreachable(),
    clear: () => expect.unreachable(),
  },
};

describe('the clipboard of a Wayland session', () => {
  let session: WaylandSession;
  let clipboard: Clipboard;

  beforeAll(async () => {
    session = await WaylandSession.start();
    clipboard = clipboardFor({ platform: 'linux', env: session.env }, electron, () => false);
  });

  afterAll(() => session?.stop());

  it.each(clipboardContract)('$rule', ({ check }) =>
    check({
      clipboard,
      read: (selection) => session.read(selection),
      put: (selection, text) => session.put(selection, text),
    }),
  );

  it('never has the secret in the arguments or the environment of a process', async () => {
    const marker = 'tok-4fc1b7e09a';
    const seen = new Set<string>();
    let isDone = false;
    // The tools live for milliseconds, so it goes on until each was caught alive: else the scan would prove nothing.
    const deadlineMs = Date.now() + 20_000;
    const copies = (async () => {
      for (let count = 0; count < 5 || (seen.size < 2 && Date.now() < deadlineMs); count += 1) {
        await clipboard.write(new Secret(`${marker}-${count}`));
        await clipboard.clearIfHolds(new Secret(`${marker}-${count}`));
      }
      isDone = true;
    })();
    let withSecret = 0;
    while (!isDone) {
      for (const text of processTexts()) {
        if (/^[^\0\s]*wl-(copy|paste)\0/.test(text)) seen.add(text.slice(0, text.indexOf('\0')));
        if (text.includes(marker)) withSecret += 1;
      }
      await turn();
    }
    await copies;
    expect(withSecret).toBe(0);
    expect([...seen].sort()).toEqual(['wl-copy', 'wl-paste']);
  });

  it('fails when the compositor is gone, and does not hang', async () => {
    const env = { ...session.env, WAYLAND_DISPLAY: `${session.env['XDG_RUNTIME_DIR']}/nobody-listens` };
    const lost = clipboardFor({ platform: 'linux', env }, electron, () => false);
    expect(await lost.write(new Secret('a-token'))).toEqual({
      ok: false,
      failure: { kind: 'clipboardFailed' },
    });
    await lost.clearIfHolds(new Secret('a-token'));
  });
});

/** Arguments of each process, followed by its environment. */
function processTexts(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => textOf(`/proc/${id}/cmdline`) + textOf(`/proc/${id}/environ`));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
