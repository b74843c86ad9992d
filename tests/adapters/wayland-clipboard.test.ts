import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ElectronClipboard } from '#adapters/electron-clipboard';
import { clipboardFor } from '#adapters/linux-clipboard';
import { WaylandClipboard } from '#adapters/wayland-clipboard';
import { Secret } from '#core/secret';
import { oldElectronClipboard, type Selections } from '../fakes/fake-electron-clipboard.ts';

const failed = { ok: false, failure: { kind: 'clipboardFailed' } };
const token = new Secret('a-token');
const copies = 'cat >"$XDG_RUNTIME_DIR/text"';
const pastes = 'cat "$XDG_RUNTIME_DIR/text"';

// The fakes are shell scripts.
describe.skipIf(process.platform === 'win32')('the Wayland clipboard', () => {
  let folder: string;
  let inElectron: Selections;
  let isFocused: boolean;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyfob-tools-'));
    mkdirSync(join(folder, 'bin'));
    inElectron = { clipboard: '', primary: '' };
    isFocused = false;
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function clipboard(path = `${folder}/bin:/usr/bin:/bin`) {
    const env = { PATH: path, WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: folder, SOME_SECRET: 'x' };
    return clipboardFor({ platform: 'linux', env }, oldElectronClipboard(inElectron), () => isFocused);
  }

  /** Each fake first notes its arguments and environment. */
  function fakeTools(copy: string, paste: string, help = '') {
    const note = 'echo "$0 $*" >>"$XDG_RUNTIME_DIR/calls"; env >"$XDG_RUNTIME_DIR/env"';
    const answer = `if [ "$1" = --help ]; then echo '${help}'; exit 0; fi`;
    for (const [name, body] of [
      ['wl-copy', copy],
      ['wl-paste', paste],
    ] as const) {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${note}\n${answer}\n${body}\n`);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
  }

  const noted = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('is chosen by WAYLAND_DISPLAY on Linux alone', () => {
    const api = oldElectronClipboard(inElectron);
    const chosen = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
      clipboardFor({ platform, env }, api, () => false);
    expect(chosen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeInstanceOf(WaylandClipboard);
    expect(chosen('linux', { WAYLAND_DISPLAY: '', DISPLAY: ':0' })).toBeInstanceOf(ElectronClipboard);
    expect(chosen('linux', { DISPLAY: ':0' })).toBeInstanceOf(ElectronClipboard);
    expect(chosen('darwin', { WAYLAND_DISPLAY: 'wayland-0' })).toBeInstanceOf(ElectronClipboard);
  });

  it('says which package is missing, unless a window has the focus', async () => {
    const bare = clipboard(`${folder}/bin`);
    expect(await bare.write(token)).toEqual({
      ok: false,
      failure: { kind: 'clipboardFailed', reason: 'waylandToolsMissing' },
    });
    expect(inElectron.clipboard).toBe('');
    isFocused = true;
    expect((await bare.write(token)).ok).toBe(true);
    expect(inElectron.clipboard).toBe('a-token');
    isFocused = false;
    expect(await bare.clearIfHolds(token)).toBe('unknown');
    isFocused = true;
    expect(await bare.clearIfHolds(token)).toBe('cleared');
    expect(inElectron.clipboard).toBe('');
  });

  it('takes the tools into use when they are installed meanwhile', async () => {
    const later = clipboard();
    rmSync(join(folder, 'bin'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    fakeTools(copies, pastes);
    expect((await later.write(token)).ok).toBe(true);
  });

  it('confirms only what the reader finds', async () => {
    for (const [copy, paste] of [
      [copies, 'echo something else'],
      [copies, 'exit 1'],
      ['cat >/dev/null; exit 1', 'printf a-token'],
      ['exit 1', pastes],
    ] as const) {
      fakeTools(copy, paste);
      expect(await clipboard().write(token)).toEqual(failed);
    }
    fakeTools(copies, pastes);
    expect((await clipboard().write(token)).ok).toBe(true);
  });

  it('asks for no history where wl-copy can, and never otherwise', async () => {
    fakeTools(copies, pastes, '--sensitive  Hint that the content is sensitive');
    await clipboard().write(token);
    expect(noted('calls')).toMatch(/wl-copy --type text\/plain --sensitive$/m);
    rmSync(join(folder, 'calls'));
    fakeTools(copies, pastes, '--primary');
    await clipboard().write(token);
    expect(noted('calls')).toMatch(/wl-copy --type text\/plain$/m);
  });

  it('gives the tools no secret in arguments and no more of the environment than they need', async () => {
    fakeTools(copies, pastes);
    await clipboard().write(token);
    await clipboard().clearIfHolds(token);
    expect(noted('calls') + noted('env')).not.toContain('a-token');
    const names = noted('env').match(/^\w+(?==)/gm) ?? [];
    const ofTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    expect(names.filter((name) => !ofTheShell.includes(name)).sort()).toEqual([
      'PATH',
      'TMPDIR',
      'WAYLAND_DISPLAY',
      'XDG_RUNTIME_DIR',
    ]);
  });

  it('waits no longer than 2 s for a wl-copy that hangs, and ends it with its helpers', async () => {
    fakeTools('(sleep 2.5; touch "$XDG_RUNTIME_DIR/survived") & wait', pastes);
    const startedAtMs = Date.now();
    expect(await clipboard().write(token)).toEqual(failed);
    expect(Date.now() - startedAtMs).toBeLessThan(2_400);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(existsSync(join(folder, 'survived'))).toBe(false);
  });

  it('says when nobody can tell whether a confirmed text is gone', async () => {
    fakeTools(copies, pastes);
    const confirmed = clipboard();
    expect((await confirmed.write(token)).ok).toBe(true);
    fakeTools(copies, 'sleep 9');
    expect(await confirmed.clearIfHolds(token)).toBe('unknown');
    fakeTools('exit 1', pastes);
    expect(await confirmed.clearIfHolds(token)).toBe('unknown');
    fakeTools(copies, pastes);
    expect(await confirmed.clearIfHolds(token)).toBe('cleared');
  });

  it('takes away what it could not read back: the process that serves it ends', async () => {
    const serves = `${copies}; (sleep 4; touch "$XDG_RUNTIME_DIR/served") & exit 0`;
    fakeTools(serves, 'sleep 9');
    const unread = clipboard();
    const startedAtMs = Date.now();
    expect(await unread.write(token)).toEqual(failed);
    expect(await unread.clearIfHolds(token)).toBe('cleared');
    expect(Date.now() - startedAtMs).toBeLessThan(4_000);
    await new Promise((resolve) => setTimeout(resolve, startedAtMs + 4_500 - Date.now()));
    expect(existsSync(join(folder, 'served'))).toBe(false);
  });
});
