import { app, powerMonitor } from 'electron';

/**
 * Holds the first quit (menu or signal) until the clipboard is cleared and the vault is closed. A step
 * that hangs or throws cannot keep the app alive: it is waited for no longer than the app says.
 */
export function clearBeforeQuit(keyfob: { stop(): Promise<void>; readonly stopLimitMs: number }): void {
  let phase: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    const timeout = new Promise((resolve) => setTimeout(resolve, keyfob.stopLimitMs));
    void Promise.race([keyfob.stop().catch(() => {}), timeout]).then(() => {
      // Not from within the event: a second quit inside of it is taken back when the event returns, prevented
      // (electron/electron#33643).
      setImmediate(() => {
        phase = 'stopped';
        app.quit();
      });
    });
  });
  // A page may keep its window from being closed, such as over a new recovery code, but not take a quit back (F36).
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-prevent-unload', (event) => {
      if (phase !== 'running') event.preventDefault();
    });
  });
  // A shutdown waits for who asks for it (macOS; logind's PrepareForShutdown), and is then a quit like any other.
  // Its listener may not be the first of powerMonitor's (docs/rules-and-findings.md, F20).
  powerMonitor.on('suspend', () => {});
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
  // Without a window Keyfob lives on in the tray.
  app.on('window-all-closed', () => {});
}

/** Quits, and starts again with the same arguments, but for the store without protection: with it no keyring would ever be found. */
export function restart(): void {
  app.relaunch({ args: process.argv.slice(1).filter((argument) => argument !== '--password-store=basic') });
  app.quit();
}
