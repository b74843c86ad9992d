import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../electron/main/start-switches.ts';
import { dangerousSwitches } from '../bar/checks/shell-dangerous-starts.ts';

const packaged = { isPackaged: true, platform: 'linux' } as const;

describe('a start of the installed app', () => {
  it.each(dangerousSwitches)('is refused with %s', (argument) => {
    expect(refusalOf({ ...packaged, args: [argument] })).toContain(argument.split('=')[0]?.trim());
    expect(refusalOf({ ...packaged, args: ['--hidden', argument] })).not.toBeNull();
    // Chromium takes one dash for two.
    expect(refusalOf({ ...packaged, args: [argument.replace('--', '-')] })).not.toBeNull();
  });

  it.each([
    [],
    ['--hidden'],
    ['--user-data-dir=/home/u/.config/two', '--hidden'],
    ['--password-store=gnome-libsecret'],
    ['/home/u/file'],
  ])('is let through with %j', (...args) => {
    expect(refusalOf({ ...packaged, args })).toBeNull();
  });

  it('is refused by a slash on Windows, where that begins a switch, and let through by the marks of a system', () => {
    expect(
      refusalOf({ args: ['/remote-debugging-port=1'], isPackaged: true, platform: 'win32' }),
    ).not.toBeNull();
    expect(refusalOf({ args: ['-psn_0_12345'], isPackaged: true, platform: 'darwin' })).toBeNull();
    expect(refusalOf({ ...packaged, args: ['-psn_0_12345'] })).not.toBeNull();
  });

  it('repeats no value, which may be a secret', () => {
    expect(refusalOf({ ...packaged, args: ['--proxy-server=http://user:CANARY@proxy'] })).not.toContain(
      'CANARY',
    );
  });
});

it('lets a start from the sources through: tests drive the page by a debugger', () => {
  expect(
    refusalOf({ args: ['--remote-debugging-port=0', '--no-sandbox'], isPackaged: false, platform: 'linux' }),
  ).toBeNull();
});
