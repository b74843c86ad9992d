/** Exit code of a start that was refused: EX_USAGE of sysexits.h. */
export const refusedStartCode = 64;

/**
 * SECURITY: with what an installed Keyfob may be started, and why. Everything else is refused, because Chromium and Node know
 * hundreds of switches, and some hand the window to a debugger, take the sandbox away, load foreign code, record traffic or
 * accept every certificate. Whoever may start programs as this user could do that to read what Keyfob opens.
 */
const allowedSwitches: Readonly<Record<string, string>> = {
  hidden: 'starts in the tray, at login',
  'user-data-dir':
    'keeps two sets of keys apart; a vault opens in either place only with its keyring or passphrase',
  'password-store': 'chooses the keyring; a store without protection is refused by the vault, not here (F2)',
  'ozone-platform': 'Wayland or X11',
  'ozone-platform-hint': 'Wayland or X11',
  'enable-wayland-ime': 'text input on Wayland',
  'gtk-version': 'look of dialogs',
  class: 'name of the window for window managers',
  'force-device-scale-factor': 'size on the screen',
  'force-renderer-accessibility': 'screen readers',
  'force-high-contrast': 'contrast',
  'force-dark-mode': 'look',
  lang: 'language of the system dialogs',
  'disable-gpu': 'broken graphics drivers',
};

const asciiSpace = /^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g;

/** How the systems themselves mark a start: the Finder of macOS, COM on Windows for a clicked notification. */
const systemMarks = /^-(?:psn_\w+|Embedding|ToastActivated)$/;

/**
 * SECURITY: environment variables that Node and Chromium read later than our first line, so that removing them there undoes
 * them, for this process and for those that it starts: one accepts every certificate, the others write the keys of
 * TLS connections to a file. NODE_OPTIONS, NODE_EXTRA_CA_CERTS and ELECTRON_RUN_AS_NODE act before any line of ours; the fuses of
 * the package switch them off. ELECTRON_ENABLE_LOGGING shows Chromium's own lines, which hold no secret, to whoever set it.
 */
export const removedVariables = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'SSLKEYLOGFILE',
  'NSS_ALLOW_SSLKEYLOGFILE',
] as const;

/** What a start is judged by. */
export interface Start {
  /** The command line behind the program. */
  readonly args: readonly string[];
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * Why this start is refused, in words for whoever reads the terminal; null when it is not. A start from the sources
 * is never refused: tests drive the page by `--remote-debugging-port` and `--inspect`, root needs `--no-sandbox`, and whoever has
 * the sources can change this file.
 */
export function refusalOf({ args, isPackaged, platform }: Start): string | null {
  if (!isPackaged) return null;
  const names = dangerousSwitches(args, platform);
  if (names.length === 0) return null;
  return `Keyfob does not start with ${names.join(', ')}, to keep your keys safe. Start it without.`;
}

/** Names of the switches with which an installed Keyfob does not start. A value may hold anything, also a secret. */
export function dangerousSwitches(args: readonly string[], platform: NodeJS.Platform): readonly string[] {
  // Chromium cuts white space off before it looks for a switch (base/command_line.cc).
  const cut = args.map((argument) => argument.replace(asciiSpace, ''));
  const refused = cut.filter((argument) => isSwitch(argument, platform) && !isAllowed(argument, platform));
  return [...new Set(refused.map((argument) => argument.split('=', 1)[0] ?? ''))];
}

/** Chromium takes one dash for two, and on Windows also a slash (base/command_line.cc). */
function isSwitch(argument: string, platform: NodeJS.Platform): boolean {
  return argument.startsWith('-') || (platform === 'win32' && argument.startsWith('/'));
}

function isAllowed(argument: string, platform: NodeJS.Platform): boolean {
  if (platform !== 'linux' && systemMarks.test(argument)) return true;
  // Chromium compares in lower case on Windows alone.
  const name = /^--?([a-z-]+)(?:=|$)/.exec(argument)?.[1] ?? '';
  return Object.hasOwn(allowedSwitches, name);
}
