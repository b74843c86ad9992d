/** A format of the system's own by its name, as Electron 44 and later write it (electronjs.org/docs/latest/api/clipboard). */
const systemFormat = (name: string) => `electron application/osclipboard;format="${name}"`;

/** Presence is the message; an empty payload could be dropped on the way. */
const present = '1';

/** A DWORD of 0: no. */
const no = () => new Blob([new Uint8Array(4)]);

/**
 * Formats that ask clipboard histories and clouds to keep no copy. KDE's has the value `secret` (phabricator.kde.org/T4449);
 * those of macOS are agreed on at nspasteboard.org; those of Windows are in Microsoft's list of cloud clipboard formats, and
 * `Clipboard Viewer Ignore` is an older custom of history programs.
 */
const hints: Partial<Record<NodeJS.Platform, () => Readonly<Record<string, string | Blob>>>> = {
  linux: () => ({ 'x-kde-passwordManagerHint': 'secret' }),
  darwin: () => ({
    'org.nspasteboard.ConcealedType': present,
    'org.nspasteboard.TransientType': present,
  }),
  win32: () => ({
    ExcludeClipboardContentFromMonitorProcessing: present,
    CanIncludeInClipboardHistory: no(),
    CanUploadToCloudClipboard: no(),
    'Clipboard Viewer Ignore': present,
  }),
};

/** One clipboard entry, by MIME type: the text, and what keeps it out of histories on this system. */
export function secretFormats(text: string, platform: NodeJS.Platform): Record<string, string | Blob> {
  const own = Object.entries(hints[platform]?.() ?? {});
  return {
    'text/plain': text,
    ...Object.fromEntries(own.map(([name, payload]) => [systemFormat(name), payload])),
  };
}
