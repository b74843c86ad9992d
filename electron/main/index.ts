import { app } from 'electron';
import { runKeyfob } from './compose.ts';
import { giveUp } from './last-resort.ts';
import { prepareProcess } from './security.ts';

prepareProcess();

// One instance only: a second start hands over to the first and ends.
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(runKeyfob).catch(giveUp);
} else {
  app.quit();
}
