import { app, dialog } from 'electron';
import type { Log } from '#core/ports';

/**
 * SECURITY: what nobody caught. Only the class of an error is logged and shown: its message may quote what it was about.
 */
export function catchTheRest(log: Log): void {
  process.on('unhandledRejection', (reason) =>
    log.write('process.unhandledRejection', { error: className(reason) }),
  );
  process.on('uncaughtException', (error) => {
    log.write('process.uncaughtException', { error: className(error) });
    giveUp(error);
  });
}

/** Ends the app with a message; without it the process would live on without a tray. */
export function giveUp(error: unknown): void {
  dialog.showErrorBox(
    'Keyfob has to close',
    `An unexpected error happened (${className(error)}). Your keys are untouched; start Keyfob again. If it happens again, please report it with the log file, which holds no secrets.`,
  );
  app.exit(1);
}

function className(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
