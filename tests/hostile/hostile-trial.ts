import { UndiciHttp } from '#adapters/undici-http';
import type { App } from '#app/create-app';
import type { KeyDraft } from '#contract/calls';
import { failureWords } from '#contract/words/failure-words';
import type { KeyId } from '#core/api-key';
import type { Failure, Result } from '#core/failure';
import { type Canary, findCanaries } from '../canary/canary.ts';
import { type Judgement, judge } from './acceptable-answer.ts';
import { Engine } from './engine.ts';
import { keyDraftAt } from './hostile-keys.ts';
import { goodToken } from './hostile-texts.ts';
import { type RawService, startRawService } from './raw-service.ts';
import { type ServedAnswer, wireOf } from './served-answer.ts';

/** What one answer did. */
export interface Outcome {
  readonly isAccepted: boolean;
  /** What should not have happened, each in a few words without a secret. */
  readonly faults: readonly string[];
}

type Copied = Result<{ readonly expiresAtMs: number | null }>;
type Tested = Awaited<ReturnType<App['tests']['run']>>;

/** The whole program and a service that gives it one answer at a time, over a real connection. */
export class HostileTrial {
  /** What was thrown where nobody caught it. */
  readonly crashes: string[] = [];
  readonly #secret: Canary;
  readonly #engine: Engine;
  readonly #service: RawService;
  #toExchange = plainAnswer;
  #toTestCall = plainAnswer;
  #serial = 0;

  private constructor(secret: Canary, engine: Engine, service: RawService) {
    this.#secret = secret;
    this.#engine = engine;
    this.#service = service;
    process.on('uncaughtException', this.#onCrash);
    process.on('unhandledRejection', this.#onCrash);
  }

  static async start(secret: Canary): Promise<HostileTrial> {
    const engine = await Engine.start(new UndiciHttp('0.0.0', { headersMs: 5_000, wholeMs: 5_000 }));
    const early = () => (trial.#toExchange.framing === 'early' ? wireOf(trial.#toExchange) : null);
    const service = await startRawService(
      ({ path }) => wireOf(/\/token(\?|$)/.test(path) ? trial.#toExchange : trial.#toTestCall),
      early,
    );
    const trial: HostileTrial = new HostileTrial(secret, engine, service);
    return trial;
  }

  /** Adds a key, lets its exchange get this answer, copies its token and deletes it; then tests it with this answer. */
  async give(presetId: string, answer: ServedAnswer): Promise<Outcome> {
    const { app, clipboard, vault, time, log, notifier } = this.#engine;
    this.#toExchange = answer;
    this.#serial += 1;
    clipboard.text = '';
    const draft = keyDraftAt(presetId, this.#service.origin, this.#secret.text, `key ${this.#serial}`);
    const id = await this.#engine.add(draft);
    const copied: Copied = await app.copy.copy(id);
    const stored = await vault.read('token', id);
    const seen = {
      copied,
      clipboard: clipboard.text,
      stored: stored.ok && stored.value !== null ? (JSON.parse(stored.value) as StoredToken) : null,
    };
    const judgement = judge(presetId, answer, time.nowMs());
    const faults = copied.ok
      ? faultsOfToken(judgement, seen, time.nowMs())
      : faultsOfRefusal(judgement, seen, copied.failure);
    const shown = [copied, app.snapshot().keys, app.tray(), log.lines.splice(0), notifier.notices.splice(0)];
    await this.#deleteKey(id);
    const report = await this.#test(draft, answer);
    if (!isWhole(report)) faults.push('a test without a verdict');
    const leaks = findCanaries(JSON.stringify([shown, report]), [this.#secret]);
    return {
      isAccepted: copied.ok,
      faults: [...faults, ...leaks.map(({ spelling }) => `secret shown (${spelling})`)],
    };
  }

  /** The answer goes to the exchange of every other test, and to the test call of the ones between. */
  async #test(draft: KeyDraft, answer: ServedAnswer): Promise<Tested> {
    const isForExchange = this.#serial % 2 === 0;
    this.#toExchange = isForExchange ? answer : plainAnswer;
    this.#toTestCall = isForExchange ? plainAnswer : answer;
    return this.#engine.app.tests.run('a run', null, { ...draft, name: 'a test' });
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    await this.#service.stop();
    process.off('uncaughtException', this.#onCrash);
    process.off('unhandledRejection', this.#onCrash);
  }

  readonly #onCrash = (error: unknown) => {
    this.crashes.push(error instanceof Error ? error.name : 'not an error');
  };

  async #deleteKey(id: KeyId): Promise<void> {
    const deleted = await this.#engine.app.keys.delete(id);
    if (!deleted.ok) throw new Error(`not deleted: ${deleted.failure.kind}`);
  }
}

const plainAnswer: ServedAnswer = {
  kind: 'plain',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"access_token":"plain-token","user_id":"1","code":0}'),
  framing: 'length',
};

/** Either all is well, or one step has failed and says why. */
function isWhole(report: Tested): boolean {
  if (!report.ok) return false;
  const failed = report.value.steps.filter(({ outcome }) => outcome === 'failed');
  return report.value.passed ? failed.length === 0 : failed.length === 1 && failed[0]?.detail !== '';
}

interface StoredToken {
  readonly value: unknown;
  readonly expiresAtMs: unknown;
}

interface Seen {
  readonly copied: Copied;
  readonly clipboard: string;
  readonly stored: StoredToken | null;
}

function faultsOfToken(judgement: Judgement, { copied, clipboard, stored }: Seen, nowMs: number): string[] {
  if (judgement.verdict === 'never') return ['token taken from an answer that has none'];
  const faults: string[] = [];
  const { token, endsAtMs, verdict } = judgement;
  if (clipboard !== token) faults.push('another text copied than the token');
  if (stored?.value !== token) faults.push('another text stored than the token');
  const saidMs = copied.ok ? copied.value.expiresAtMs : null;
  if (saidMs === null || stored?.expiresAtMs !== saidMs) faults.push('no expiry, or two');
  else if (saidMs <= nowMs || saidMs > endsAtMs) faults.push('lives too long');
  else if (verdict === 'must' && saidMs !== endsAtMs) faults.push('lives too short');
  return faults;
}

const steps = ['connect', 'answer', 'token'] as const;

function faultsOfRefusal(judgement: Judgement, { clipboard, stored }: Seen, failure: Failure): string[] {
  const faults: string[] = [];
  if (judgement.verdict === 'must')
    faults.push(`good answer refused: ${failure.kind} ${failure.reason ?? ''}`);
  if (clipboard !== '' || stored !== null) faults.push('something copied or stored all the same');
  const allowed = judgement.verdict === 'never' ? judgement.steps : steps;
  if (!(allowed as readonly unknown[]).includes(failure.step)) faults.push(`refused in step ${failure.step}`);
  const { title, whatToDo } = failureWords(failure);
  const message = `${title} ${whatToDo}`;
  if (title === '' || whatToDo === '' || message.length > 900) faults.push('no fit message');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(message)) faults.push('unseen characters in the message');
  if (message.includes(goodToken)) faults.push('token in the message');
  return faults;
}
