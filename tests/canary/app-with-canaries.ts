import type { CheckSize } from '../bar/check-result.ts';
import { askBridge, callBridge, keyDraft, waitForSnapshot } from '../desktop/flows/bridge-calls.ts';
import { canaryKeys, echoedKey } from '../desktop/flows/canary-keys.ts';
import { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { type Canary, canaryOf, createCanary } from './canary.ts';
import { type EchoingService, startEchoingService } from './echoing-service.ts';
import { IpcTranscript } from './ipc-transcript.ts';
import { type BusRecording, recordBus } from './record-bus.ts';
import { type ShownWords, shownWords } from './shown-words.ts';

/** Keys that the full size adds to the seven, through the bridge. */
const furtherKeys = { reduced: 0, full: 1_000 };

/** With 1,000 keys on a busy machine a page takes its time. */
export const patienceMs = 120_000;

/** The real app, used with secrets that can be searched for: what the canary checks look at. */
export class AppWithCanaries {
  readonly keyfob: RunningKeyfob;
  readonly echo: EchoingService;
  /** What the app and all others said on the session bus. */
  readonly bus: BusRecording;
  /** What page and main process said to each other. */
  readonly transcript: IpcTranscript;
  /** Everything that was shown outside the page so far. */
  readonly shown: ShownWords[] = [];
  readonly #secrets: Canary[] = [];

  private constructor(
    keyfob: RunningKeyfob,
    echo: EchoingService,
    bus: BusRecording,
    transcript: IpcTranscript,
  ) {
    this.keyfob = keyfob;
    this.echo = echo;
    this.bus = bus;
    this.transcript = transcript;
  }

  /** Starts the app and does with it what a user does; leaves it with a fresh window. */
  static async start(size: CheckSize): Promise<AppWithCanaries> {
    const echo = await startEchoingService();
    const keyfob = await RunningKeyfob.start({ args: ['--enable-logging=stderr', '--v=1'] });
    const app = new AppWithCanaries(
      keyfob,
      echo,
      await recordBus(keyfob.desktop),
      await IpcTranscript.record(keyfob),
    );
    try {
      await app.#addKeys(size);
      await app.#use();
      await app.reopenWindow();
      return app;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** Key secrets, and all access tokens that were issued so far. */
  canaries(): readonly Canary[] {
    const { celerdata, ibmDbaas, ibmIam, layar, oauth } = this.keyfob.services;
    const tokens = [celerdata, ibmDbaas, ibmIam, layar, oauth].flatMap((service) =>
      service.issuedTokens().map(({ token }, at) => canaryOf(`${service.id} token ${at + 1}`, token)),
    );
    return [...this.#secrets, ...tokens];
  }

  /** Notes what tray, titles and notifications say at this moment. */
  async noteWords(): Promise<void> {
    this.shown.push(await shownWords(this.keyfob));
  }

  /** A window whose page and process know nothing of what was typed into the former one. */
  async reopenWindow(): Promise<void> {
    await this.keyfob.closeWindow();
    const { page } = await this.keyfob.openWindow();
    await page.locator('tbody[data-key-name]').first().waitFor({ timeout: patienceMs });
    await this.noteWords();
  }

  async stop(): Promise<void> {
    await this.keyfob.stop();
    await this.echo.stop();
    this.transcript.remove();
  }

  async #addKeys(size: CheckSize): Promise<void> {
    const { keys, canaries } = canaryKeys(this.keyfob.services);
    const { key, canary } = echoedKey(this.echo);
    this.#secrets.push(...canaries, canary);
    const window = await this.keyfob.addKeys(keys);
    const verdict = await window.addKey(key);
    if (!verdict.startsWith('The test failed')) throw new Error('The echoing service did not refuse.');
    await window.waitForState(key.name, 'rejected');
    for (let n = 1; n <= furtherKeys[size]; n += 1) await this.#addByBridge(n);
    await this.noteWords();
  }

  async #addByBridge(n: number): Promise<void> {
    const { celerdata } = this.keyfob.services;
    const canary = createCanary(`secret of further key ${n}`);
    const { id, secret } = celerdata.addCredential({ secret: canary.text });
    this.#secrets.push(canary);
    const fields = { host: celerdata.origin, clientId: id, clientSecret: secret };
    const { page } = await this.keyfob.window();
    await askBridge(page, 'keys.add', keyDraft({ name: `further ${n}`, presetId: 'celerdata', fields }));
  }

  /** One token is copied, and providers fail in different ways, so that failures are shown and logged. */
  async #use(): Promise<void> {
    const { services } = this.keyfob;
    const { page } = await this.keyfob.window();
    const settled = await waitForSnapshot(
      page,
      'not every key was asked for its token',
      ({ keys }) => keys.every(({ token }) => token.state === 'fresh' || token.state === 'rejected'),
      240_000,
    );
    await this.keyfob.copyFromTray('celerdata prod');
    services.layar.failNext('invalidClient');
    services.ibmIam.failNext('envelopeError');
    services.oauth.failNext('html401');
    services.ibmDbaas.failNext('redirect');
    for (const name of ['layar sandbox', 'ibm iam', 'orders api', 'dbaas frankfurt', 'echoing service']) {
      const keyId = settled.keys.find((key) => key.name === name)?.id ?? '';
      const { ok } = await callBridge(page, 'tokens.refresh', { keyId });
      if (ok) throw new Error(`${name} was to be refused`);
      await this.noteWords();
    }
  }
}
