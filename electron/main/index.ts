import { app } from 'electron';
import { runKeyfob } from './compose.ts';
import { forbidCoreDumps } from './core-dumps.ts';
import { giveUp } from './last-resort.ts';
import { isFirstInstance } from './one-instance.ts';
import { prepareProcess } from './security.ts';
import { refusalOf, refusedStartCode, removedVariables } from './start-switches.ts';

for (const name of removedVariables) delete process.env[name];
const args = process.argv.slice(1);
const refusal = refusalOf({ args, isPackaged: app.isPackaged, platform: process.platform });
if (refusal === null) start();
else {
  // No dialog: a debugger's port would stay open behind it.
  process.stderr.write(`${refusal}\n`);
  app.exit(refusedStartCode);
}

function start(): void {
  forbidCoreDumps();
  prepareProcess();
  // One instance only: a second start hands over to the first and ends.
  if (isFirstInstance()) void app.whenReady().then(runKeyfob).catch(giveUp);
  else app.quit();
}
