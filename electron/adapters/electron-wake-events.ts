import { app, powerMonitor } from 'electron';
import type { WakeEvents } from '#core/ports';

/** Moments after which deadlines may have passed unseen: resume, unlock (macOS, Windows), a window that gets the focus. */
export const electronWakeEvents: WakeEvents = {
  onWake: (run) => {
    powerMonitor.on('resume', run);
    powerMonitor.on('unlock-screen', run);
    app.on('browser-window-focus', run);
  },
};
