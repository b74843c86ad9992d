/**
 * What a group of packages is for: the app itself, the virtual desktop of the tests, a real panel for screenshots, and
 * faults of disks, which only the full figures need.
 */
export type PackageGroup = 'run' | 'desktop' | 'panel' | 'faults';

/** One need: names of the package by preference (newer Debian and Ubuntu renamed some), and how to see it without dpkg. */
export interface SystemPackage {
  readonly names: readonly [string, ...string[]];
  /** A program that proves that the package is there, for systems that do not use dpkg. */
  readonly program?: string;
}

const named = (name: string, program?: string): SystemPackage =>
  program === undefined ? { names: [name] } : { names: [name], program };

/** `libgtk-3-0` brings the rest of what the binary links to (X11, cairo, cups, at-spi). */
export const PACKAGE_GROUPS: Readonly<Record<PackageGroup, readonly SystemPackage[]>> = {
  run: [
    { names: ['libgtk-3-0t64', 'libgtk-3-0'] },
    { names: ['libasound2t64', 'libasound2'] },
    named('libnss3'),
    named('libgbm1'),
    named('libnotify4'),
    named('libsecret-1-0'),
  ],
  desktop: [
    named('openssl', 'openssl'),
    named('xvfb', 'Xvfb'),
    named('dbus', 'dbus-daemon'),
    named('dbus-x11', 'dbus-launch'),
    named('python3-dbusmock'),
    named('python3-gi'),
    named('gir1.2-gtk-3.0'),
    named('faketime', 'faketime'),
    named('gnome-keyring', 'gnome-keyring-daemon'),
    named('xclip', 'xclip'),
    named('xdotool', 'xdotool'),
    named('sway', 'sway'),
    named('wl-clipboard', 'wl-copy'),
    named('fonts-dejavu-core'),
    named('fish', 'fish'),
    named('zsh', 'zsh'),
    named('age', 'age'),
    named('python3-argon2'),
    named('python3-cryptography'),
  ],
  panel: [
    named('openbox', 'openbox'),
    named('xfce4-panel', 'xfce4-panel'),
    named('xfconf', 'xfconf-query'),
    named('dunst', 'dunst'),
    named('imagemagick', 'import'),
    named('librsvg2-common'),
    named('adwaita-icon-theme'),
    named('fonts-inter'),
  ],
  faults: [
    named('gcc', 'gcc'),
    named('libc6-dev'),
    named('strace', 'strace'),
    named('e2fsprogs', 'mkfs.ext4'),
    named('mount', 'mount'),
  ],
};
