import { app, dialog } from 'electron';
import { runKeyfob } from './compose.ts';
import { prepareProcess } from './security.ts';

prepareProcess();

// One instance only: a second start hands over to the first and ends.
if (app.requestSingleInstanceLock()) {
  void app
    .whenReady()
    .then(runKeyfob)
    .catch((error: unknown) => {
      // Without this the process would live on without tray and window. The message may name a file, never a secret.
      const reason = error instanceof Error ? error.message : String(error);
      dialog.showErrorBox(
        'Keyfob could not start',
        `${reason}\n\nYour keys are untouched. Please report this.`,
      );
      app.exit(1);
    });
} else {
  app.quit();
}
