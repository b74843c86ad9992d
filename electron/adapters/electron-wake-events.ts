import { app, net, powerMonitor } from 'electron';
import type { WakeEvents } from '#core/ports';

/** Electron tells the main process nothing when the network comes back, so it is asked. */
const askEveryMs = 5_000;

/**
 * Moments after which deadlines may have passed unseen, or the network may be back: resume, unlock (macOS, Windows), a
 * window that gets the focus, a network where there was none.
 */
export const electronWakeEvents: WakeEvents = {
  onWake: (run) => {
    powerMonitor.on('resume', run);
    powerMonitor.on('unlock-screen', run);
    app.on('browser-window-focus', run);
    let wasOnline = net.isOnline();
    setInterval(() => {
      const isOnline = net.isOnline();
      if (isOnline && !wasOnline) run();
      wasOnline = isOnline;
    }, askEveryMs);
  },
};
