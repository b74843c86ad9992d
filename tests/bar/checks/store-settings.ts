import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '#core/settings';
import type { CheckResult } from '../check-result.ts';
import { holds, manyKeys, type StoreRig, withStore } from './store-rig.ts';

const contents = [
  '',
  '{',
  '{"theme": "da',
  'null',
  '[]',
  '"text"',
  '\u0000'.repeat(500),
  'x'.repeat(100_000),
];

/**
 * ST-16: the settings file is deleted, and damaged in many ways. Each time the defaults hold, the keys are as stored, the
 * damaged file is kept, and a change is stored again.
 */
export async function survivesSettingsDamage(): Promise<CheckResult> {
  // electron-store wants Electron's path; outside of Electron the variable keeps it from asking for a download.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/nonexistent';
  const { SettingsFile } = await import('#adapters/settings-file');
  const keys = manyKeys(100);
  return withStore(async (rig) => {
    await rig.store(keys);
    let good = 0;
    for (const content of [null, ...contents]) {
      new SettingsFile(rig.folder).update({ theme: 'dark' });
      const file = join(rig.folder, 'settings.json');
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
      const settings = new SettingsFile(rig.folder);
      const areDefaults = JSON.stringify(settings.read()) === JSON.stringify(defaultSettings);
      const isKept = content === null || takeAside(rig) === content;
      const isStored = settings.update({ theme: 'light' }).ok;
      const isReadAgain = new SettingsFile(rig.folder).read().theme === 'light';
      if (areDefaults && isKept && isStored && isReadAgain && holds(await rig.start(), keys)) good += 1;
    }
    const cases = contents.length + 1;
    return {
      figure: `${good} of ${cases} deleted or damaged files: defaults hold, keys as stored, damaged file kept`,
      passed: good === cases,
    };
  });
}

/** The content of the one file that was set aside, which is removed. */
function takeAside(rig: StoreRig): string | null {
  const names = readdirSync(rig.folder).filter((name) => /^settings\..+\.damaged$/.test(name));
  const [file] = names.map((name) => join(rig.folder, name));
  if (names.length !== 1 || file === undefined) return null;
  const content = readFileSync(file, 'utf8');
  rmSync(file);
  return content;
}
