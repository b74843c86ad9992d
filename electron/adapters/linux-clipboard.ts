import type { Clipboard } from '#core/ports';
import {
  ElectronClipboard,
  type PromisingClipboard,
  type SynchronousClipboard,
} from './electron-clipboard.ts';
import { WaylandClipboard } from './wayland-clipboard.ts';

/** Where Keyfob runs: `process`, or a part of it in tests. */
export interface Session {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The clipboard adapter for this session. WAYLAND_DISPLAY decides also when Electron itself runs under Xwayland, because
 * compositors pass its selection on only while one of its windows has the focus.
 */
export function clipboardFor(
  { platform, env }: Session,
  api: SynchronousClipboard | PromisingClipboard,
  isWindowFocused: () => boolean,
): Clipboard {
  const electron = new ElectronClipboard(api, platform);
  const isWayland = platform === 'linux' && (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return isWayland ? new WaylandClipboard({ env, electron, isWindowFocused }) : electron;
}
