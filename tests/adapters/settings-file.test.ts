import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

// electron-store imports `electron`, which outside Electron is the path of its executable and wants to download it; with
// this variable it is only a path, and electron-store takes the absolute folder that it is given.
vi.hoisted(() => {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/nonexistent';
});

import { SettingsFile } from '#adapters/settings-file';

const defaults = {
  theme: 'system',
  clipboardClearAfterMs: 30_000,
  commandsAllowed: false,
  defaultKeyId: null,
  windowSize: null,
  unusedAfterDays: 30,
  refreshWhileLocked: true,
  noticeLeadDays: { exchanged: [30, 14, 7, 1], static: [30, 14, 7, 1] },
  rotateAfterDays: null,
  quietHours: null,
  lockAfterIdleMinutes: 15,
  lockWithScreen: true,
  lockOnSuspend: true,
  refreshWhenLocked: false,
  tokensInMemoryOnly: false,
  confirmBeforeReveal: false,
  calendarFile: null,
};
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyfob-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('starts with defaults and keeps changes', () => {
  const settings = new SettingsFile(folder);
  expect(settings.read()).toEqual(defaults);
  const changed = { ...defaults, theme: 'dark', defaultKeyId: 'id' };
  expect(settings.update({ theme: 'dark', defaultKeyId: 'id' })).toEqual({ ok: true, value: changed });
  expect(settings.read()).toEqual(changed);
  expect(new SettingsFile(folder).read()).toEqual(changed);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each(['', '{"theme": "da', '\u0000\u0000\u0000', 'null', '[]', '"text"'])(
  'uses defaults for the damaged file %j and keeps it',
  (content) => {
    writeFileSync(file, content);
    const settings = new SettingsFile(folder);
    expect(settings.read()).toEqual(defaults);
    settings.update({ theme: 'light' });
    expect(new SettingsFile(folder).read().theme).toBe('light');
    const aside = readdirSync(folder).filter((name) => /^settings\..+\.damaged$/.test(name));
    expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([content]);
  },
);

it('replaces only the settings that cannot be used', () => {
  const content = { theme: 'pink', clipboardClearAfterMs: 5_000, defaultKeyId: 7, later: true };
  writeFileSync(file, JSON.stringify(content));
  const settings = new SettingsFile(folder);
  expect(settings.read()).toEqual({ ...defaults, clipboardClearAfterMs: 5_000 });
  settings.update({ theme: 'light' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ theme: 'light', later: true });
});

it('refuses a value that is no setting', () => {
  const settings = new SettingsFile(folder);
  expect(settings.update({ clipboardClearAfterMs: Number.NaN })).toEqual({ ok: true, value: defaults });
});

it('goes on when the file cannot be read', () => {
  writeFileSync(file, '{"theme":"dark"}');
  chmodSync(file, 0o000);
  expect(() => new SettingsFile(folder)).not.toThrow();
});

it('holds the defaults where its folder cannot be used, and says that a change is not kept', () => {
  const settings = new SettingsFile(join('/dev/null', 'nowhere'));
  expect(settings.read()).toEqual(defaults);
  expect(settings.update({ theme: 'dark' })).toEqual({ ok: false, failure: { kind: 'settingsNotWritten' } });
  expect(settings.read()).toEqual(defaults);
});
