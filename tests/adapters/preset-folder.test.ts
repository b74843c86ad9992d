import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PresetFolder } from '#adapters/preset-folder';
import { type PresetFilesSubject, presetFilesContract } from '../contracts/preset-files-contract.ts';
import { MemoryPresetFiles } from '../fakes/memory-preset-files.ts';

function folderFor(): { base: string; path: string; files: PresetFolder } {
  const base = mkdtempSync(join(tmpdir(), 'keyfob-presets-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'presets');
  return { base, path, files: new PresetFolder(path) };
}

function onDisk(): PresetFilesSubject {
  const { path, files } = folderFor();
  const put = (name: string, text: string) => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, name), text);
  };
  return { files, put };
}

function inMemory(): PresetFilesSubject {
  const files = new MemoryPresetFiles();
  return { files, put: (name, text) => files.put(name, text) };
}

describe.each([
  ['the folder', onDisk],
  ['the test folder', inMemory],
])('preset files contract: %s', (_name, make) => {
  it.each(presetFilesContract)('$rule', ({ check }) => check(make()));
});

async function filesIn(folder: PresetFolder) {
  const content = await folder.read();
  return content.ok ? content.value.files : content;
}

describe('the presets folder', () => {
  it('is made for this user alone', async () => {
    const { path, files } = folderFor();
    expect(await files.makeFolder()).toEqual({ ok: true, value: path });
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(await files.makeFolder()).toEqual({ ok: true, value: path });
  });

  it('gives nothing of links, folders and pipes, and does not wait for them', async () => {
    const { base, path, files } = folderFor();
    mkdirSync(join(path, 'folder.json'), { recursive: true });
    writeFileSync(join(base, 'elsewhere'), '{"elsewhere": true}');
    symlinkSync(join(base, 'elsewhere'), join(path, 'link.json'));
    symlinkSync(join(base, 'nowhere'), join(path, 'broken.json'));
    execFileSync('mkfifo', [join(path, 'pipe.json')]);
    expect(await filesIn(files)).toEqual([
      { name: 'broken.json', unread: 'notRegular' },
      { name: 'folder.json', unread: 'notRegular' },
      { name: 'link.json', unread: 'notRegular' },
      { name: 'pipe.json', unread: 'notRegular' },
    ]);
  });

  it('names files that are no text', async () => {
    const { path, files } = folderFor();
    mkdirSync(path);
    writeFileSync(join(path, 'utf16.json'), Buffer.from('\ufeff{}', 'utf16le'));
    writeFileSync(join(path, 'marked.json'), '\ufeff{}');
    expect(await filesIn(files)).toEqual([
      { name: 'marked.json', text: '{}' },
      { name: 'utf16.json', unread: 'notUtf8' },
    ]);
  });

  it('reports that it cannot be used when a file has its name', async () => {
    const { path, files } = folderFor();
    writeFileSync(path, '');
    const failed = { ok: false, failure: { kind: 'presetFolderFailed' } };
    expect(await files.read()).toEqual(failed);
    expect(await files.write('a.json', '{}')).toEqual(failed);
    expect(await files.makeFolder()).toEqual(failed);
  });

  it('reports a file that may not be read', async () => {
    if (process.getuid?.() === 0) return;
    const { path, files } = folderFor();
    mkdirSync(path);
    writeFileSync(join(path, 'a.json'), '{}');
    chmodSync(join(path, 'a.json'), 0);
    expect(await filesIn(files)).toEqual([{ name: 'a.json', unread: 'unreadable' }]);
  });

  it('is still watched when another folder took its place', async () => {
    const { base, path, files } = folderFor();
    await files.makeFolder();
    let changes = 0;
    onTestFinished(files.onChange(() => (changes += 1)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    mkdirSync(join(base, 'new'));
    writeFileSync(join(base, 'new', 'a.json'), '{}');
    rmSync(path, { recursive: true });
    renameSync(join(base, 'new'), path);
    await expect.poll(() => changes, { timeout: 5_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = changes;
    writeFileSync(join(path, 'b.json'), '{}');
    await expect.poll(() => changes, { timeout: 5_000 }).toBeGreaterThan(before);
  });
});
