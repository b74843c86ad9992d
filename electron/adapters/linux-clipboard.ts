import type { Clipboard } from '#core/clipboard-port';
import type { Session } from './clipboard-tools.ts';
import { ElectronClipboard, type ElectronClipboardParts } from './electron-clipboard.ts';
import { WaylandClipboard } from './wayland-clipboard.ts';

/**
 * The clipboard adapter for this session. WAYLAND_DISPLAY decides also when Electron itself runs under Xwayland, because
 * compositors pass its selection on only while one of its windows has the focus.
 *
 * @param parts Electron itself; it is asked for what it has, as versions differ
 */
export function clipboardFor(
  session: Session,
  parts: ElectronClipboardParts,
  isWindowFocused: () => boolean,
): Clipboard {
  const { platform, env } = session;
  const electron = new ElectronClipboard(parts, session);
  const isWayland = platform === 'linux' && (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return isWayland ? new WaylandClipboard({ env, electron, isWindowFocused }) : electron;
}
