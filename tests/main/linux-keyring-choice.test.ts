import { expect, it } from 'vitest';
import { keyringToUse } from '../../electron/main/linux-keyring-choice.ts';

it.each([
  [{}, 'gnome-libsecret'],
  [{ XDG_CURRENT_DESKTOP: 'GNOME' }, 'gnome-libsecret'],
  [{ XDG_CURRENT_DESKTOP: 'i3' }, 'gnome-libsecret'],
  [{ XDG_CURRENT_DESKTOP: 'sway', DESKTOP_SESSION: 'sway' }, 'gnome-libsecret'],
  [{ XDG_CURRENT_DESKTOP: 'KDE' }, null],
  [{ DESKTOP_SESSION: 'plasmawayland' }, null],
  [{ KDE_FULL_SESSION: 'true' }, null],
] as const)('%j: %s', (environment, keyring) => {
  expect(keyringToUse(environment)).toBe(keyring);
});
