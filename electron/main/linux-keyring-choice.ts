/**
 * Which keyring Chromium is told to use on Linux; null: it chooses. It knows desktops by name, and on all others (i3, sway, Hyprland,
 * LXQt) it would take its constant key, although a Secret Service may run there just as well (F2). KDE has a keyring of its own,
 * and where no Secret Service runs the vault says so.
 */
export function keyringToUse(environment: NodeJS.ProcessEnv): 'gnome-libsecret' | null {
  const desktop = `${environment['XDG_CURRENT_DESKTOP']} ${environment['DESKTOP_SESSION']}`;
  return /kde|plasma/i.test(desktop) || environment['KDE_FULL_SESSION'] !== undefined
    ? null
    : 'gnome-libsecret';
}
