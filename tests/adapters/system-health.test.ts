import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ElectronIdle } from '#adapters/electron-idle';
import { ReadSystemHealth } from '#adapters/system-health';
import { TouchId } from '#adapters/touch-id';

function healthOf(folder: string, processes: readonly number[] = []): ReadSystemHealth {
  return new ReadSystemHealth({
    folder,
    pageProcesses: () => processes,
    dangerousSwitches: [],
    isInstalled: true,
    electronVersion: '1.2.3',
  });
}

function vaultFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'keyfob-health-')), 'data');
  mkdirSync(folder, { mode: 0o700 });
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true, force: true }));
  return folder;
}

describe.skipIf(process.platform !== 'linux')('what the system says', () => {
  it('of the vault’s files follows their modes at that moment', async () => {
    const folder = vaultFolder();
    const health = healthOf(folder);
    expect(await health.look()).toMatchObject({ files: 'none' });
    const file = join(folder, 'vault.db');
    writeFileSync(file, '', { mode: 0o600 });
    expect(await health.look()).toMatchObject({ files: 'private', fileName: '' });
    chmodSync(file, 0o640);
    expect(await health.look()).toMatchObject({ files: 'open', fileName: 'vault.db' });
    chmodSync(file, 0o600);
    chmodSync(folder, 0o755);
    expect(await health.look()).toMatchObject({ files: 'open', fileName: 'the folder' });
  });

  it('of the sandbox is that of the processes, not of an option', async () => {
    const folder = vaultFolder();
    expect((await healthOf(folder).look()).sandbox).toBe('idle');
    expect((await healthOf(folder, [2 ** 22]).look()).sandbox).toBe('unknown');
    // This very process filters no system calls, unless the machine that runs the tests does.
    expect(['off', 'on']).toContain((await healthOf(folder, [process.pid]).look()).sandbox);
  });

  it('of memory and core dumps is read from the kernel', async () => {
    const { memory, coreDumps } = await healthOf(vaultFolder()).look();
    expect(['closed', 'open']).toContain(memory);
    expect(['off', 'on']).toContain(coreDumps);
  });
});

describe('the time without input', () => {
  const powerMonitor = { getSystemIdleTime: () => 61 };

  it('is Electron’s, in milliseconds', () => {
    expect(new ElectronIdle(powerMonitor, { XDG_SESSION_TYPE: 'x11' }).idleMs()).toBe(61_000);
  });

  it('is not known under Wayland', () => {
    expect(new ElectronIdle(powerMonitor, { XDG_SESSION_TYPE: 'wayland' }).idleMs()).toBe(null);
    expect(new ElectronIdle(powerMonitor, { WAYLAND_DISPLAY: 'wayland-0' }).idleMs()).toBe(null);
  });
});

describe('Touch ID', () => {
  it('says who is there, or that it did not see it', async () => {
    const asked: string[] = [];
    let isRight = true;
    const touchId = new TouchId({
      canPromptTouchID: () => true,
      promptTouchID: async (reason) => {
        asked.push(reason);
        if (!isRight) throw new Error('Authentication was canceled by the user.');
      },
    });
    expect(touchId.isAvailable()).toBe(true);
    expect(await touchId.confirm('unlock your keys')).toMatchObject({ ok: true });
    isRight = false;
    expect(await touchId.confirm('unlock your keys')).toMatchObject({
      failure: { kind: 'notAllowed', reason: 'presenceNotConfirmed' },
    });
    expect(asked).toEqual(['unlock your keys', 'unlock your keys']);
  });
});
