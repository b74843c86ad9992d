import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callInputs } from '#contract/calls';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import type { CheckResult } from '../check-result.ts';

const canary = 'CANARY-of-a-stranger';

/**
 * RN-08: every call of the contract, from senders that are not the top frame of our window showing our page: each is refused, and logged
 * once without what was sent. Frames and windows are real; the events that carry them are handed to the real handler.
 */
export async function refuseStrangers(keyfob: RunningKeyfob): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  const before = refusals(keyfob);
  const names = Object.keys(callInputs);
  const answers = await keyfob.app.inMain(
    async ({ BrowserWindow, ipcMain, session, app }, { calls, secret }) => {
      type Handler = (
        event: unknown,
        name: string,
        input: unknown,
      ) => Promise<{ ok: boolean; failure?: { kind: string } }>;
      const handler = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers.get(
        'keyfob:call',
      );
      const own = BrowserWindow.getAllWindows()[0]?.webContents;
      if (handler === undefined || own === undefined) return null;
      const preload = `${app.getAppPath()}/out/app/preload/index.cjs`;
      const options = { session: session.fromPartition('keyfob', { cache: false }), preload, sandbox: true };
      const other = new BrowserWindow({ show: false, webPreferences: options });
      // A page of ours without our script, which would ask by itself.
      await other.loadURL('app://keyfob/missing').catch(() => undefined);
      const elsewhere = new BrowserWindow({ show: false, webPreferences: options });
      await elsewhere.loadURL('app://other/index.html').catch(() => undefined);
      const senders = {
        subFrame: { sender: own, senderFrame: own.mainFrame.frames[0] },
        detachedFrame: { sender: own, senderFrame: null },
        otherWindow: { sender: other.webContents, senderFrame: other.webContents.mainFrame },
        otherWindowsFrame: { sender: own, senderFrame: other.webContents.mainFrame },
        wrongOrigin: { sender: elsewhere.webContents, senderFrame: elsewhere.webContents.mainFrame },
      };
      const kinds: string[] = [];
      for (const event of Object.values(senders))
        for (const name of calls) {
          const answer = await handler(event, name, { secret });
          kinds.push(answer.ok ? 'ok' : (answer.failure?.kind ?? 'no kind'));
        }
      other.destroy();
      elsewhere.destroy();
      return { kinds, hasFrame: senders.subFrame.senderFrame !== undefined };
    },
    { calls: names, secret: canary },
  );
  await page.evaluate(() => document.querySelector('iframe')?.remove());
  const kinds = answers?.kinds ?? [];
  const refused = kinds.filter((kind) => kind === 'notAllowed').length;
  const logged = refusals(keyfob) - before;
  const quoted = logOf(keyfob).includes(canary);
  return {
    figure: `${refused} of ${kinds.length} calls of ${names.length} names from 5 strangers refused, ${logged} lines in the log, ${quoted ? 'WITH' : 'without'} what was sent`,
    passed:
      kinds.length === 5 * names.length &&
      refused === kinds.length &&
      logged === refused &&
      !quoted &&
      answers?.hasFrame === true,
  };
}

function logOf(keyfob: RunningKeyfob): string {
  return readFileSync(join(keyfob.userDataDir, 'logs', 'keyfob.log'), 'utf8');
}

function refusals(keyfob: RunningKeyfob): number {
  return logOf(keyfob).split('call.senderRefused').length - 1;
}

/** RN-10: main hears one channel, every call of the contract is known there and has a schema, and nothing else is. */
export async function listHandlers(keyfob: RunningKeyfob): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  const found = await keyfob.app.inMain(({ ipcMain, webContents }) => ({
    handled: [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()],
    heard: ipcMain
      .eventNames()
      .map(String)
      .filter((name) => name !== 'error'),
    own: webContents
      .getAllWebContents()
      .flatMap((contents) => [
        ...(contents.ipc as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys(),
        ...[...contents.ipc.eventNames(), ...contents.mainFrame.ipc.eventNames()].map(String),
      ])
      // Electron itself listens to errors.
      .filter((name) => name !== 'error'),
  }));
  const names = Object.keys(callInputs);
  const unknown = [
    'vault.dump',
    'keys.secrets',
    '__proto__',
    'constructor',
    'toString',
    'app.snapshot ',
    'APP.SNAPSHOT',
    '',
  ];
  const kinds = await page.evaluate(
    async (asked) => {
      type Call = (name: string, input: unknown) => Promise<{ ok: boolean; failure?: { kind: string } }>;
      const { call } = (globalThis as unknown as { keyfob: { call: Call } }).keyfob;
      return Promise.all(
        asked.map(async (name) => (await call(name, { notInAnySchema: 1 })).failure?.kind ?? 'ok'),
      );
    },
    [...names, ...unknown],
  );
  const known = kinds.slice(0, names.length).filter((kind) => kind === 'invalidInput').length;
  const refused = kinds.slice(names.length).filter((kind) => kind === 'notAllowed').length;
  const isOne = JSON.stringify(found) === JSON.stringify({ handled: ['keyfob:call'], heard: [], own: [] });
  return {
    figure:
      `channels ${JSON.stringify(found.handled)}, other listeners ${JSON.stringify([...found.heard, ...found.own])}; ${known} of ${names.length} calls known and with a schema that ` +
      `refuses what it does not name, ${refused} of ${unknown.length} other names refused`,
    passed: isOne && known === names.length && refused === unknown.length,
  };
}
