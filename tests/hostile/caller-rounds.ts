import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import { Engine } from './engine.ts';
import { type Fate, fates, GatedService, kindOfFate } from './gated-service.ts';
import { keyDraftAt } from './hostile-keys.ts';

/** What happens to a key while its request is on the way. */
type Event = Fate | 'edited' | 'deleted';

interface Key {
  readonly name: string;
  id: KeyId;
  event: Event;
}

/** What the last wave's callers were told, by key name; and whose copy was asked for last. */
interface Told {
  readonly answers: Map<string, Result<unknown>[]>;
  lastCopied: Key | null;
  unanswered: number;
}

const callers = ['copy', 'tray', 'handOut', 'refresh'] as const;
const lifetimeS = 120;
const patienceMs = 20_000;

/** Rounds in which many callers ask for the same keys at once: window, tray, refresh loop, and whoever takes tokens later. */
export class CallerRounds {
  /** Callers and requests so far. */
  calls = 0;
  requests = 0;
  unanswered = 0;
  readonly #engine: Engine;
  readonly #service: GatedService;
  readonly #origin: string;
  readonly #random: () => number;
  readonly #keys: Key[];

  private constructor(engine: Engine, service: GatedService, origin: string, random: () => number) {
    this.#engine = engine;
    this.#service = service;
    this.#origin = origin;
    this.#random = random;
    const events: readonly Event[] = [...fates, 'token', 'edited', 'deleted'];
    this.#keys = events.map((event, at) => ({ name: `key-${at}`, id: '' as KeyId, event }));
  }

  static async start(random: () => number): Promise<CallerRounds> {
    const service = new GatedService(lifetimeS);
    const origin = await service.start();
    const engine = await Engine.start(service);
    return new CallerRounds(engine, service, origin, random);
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    await this.#service.stop();
  }

  /** One round of two waves; gives what went wrong. */
  async run(callersPerWave: number): Promise<readonly string[]> {
    await this.#makeAllStale();
    this.#shuffleEvents();
    for (const { name, event } of this.#keys) this.#service.decide(name, fateOf(event));
    this.#service.close();
    const whileOnTheWay = await this.#wave(callersPerWave, callers, async () => {
      await this.#untilAllHaveAsked();
      for (const key of this.#keys) await this.#disturb(key);
      this.#service.open();
    });
    const first = this.#keys.flatMap((key) => [
      ...this.#faultsOfRequests(key, key.event === 'edited' ? 2 : 1),
      ...this.#faultsOfAnswers(key, whileOnTheWay),
    ]);
    for (const { name } of this.#keys) this.#service.decide(name, 'token');
    this.#service.forget();
    const afterwards = await this.#wave(callersPerWave, ['copy', 'tray', 'handOut'], async () => {});
    const second = this.#keys.flatMap((key) => this.#faultsOfRequests(key, asksAgain(key.event) ? 1 : 0));
    return [...first, ...second, ...this.#faultsOfClipboard(afterwards)];
  }

  /** Callers of all kinds in a mixed order, some at once and some a moment later; `meanwhile` runs when all have begun. */
  async #wave(
    count: number,
    kinds: readonly (typeof callers)[number][],
    meanwhile: () => Promise<void>,
  ): Promise<Told> {
    const { time, events } = this.#engine;
    const told: Told = { answers: new Map(), lastCopied: null, unanswered: count };
    const calls: Promise<void>[] = [];
    for (let n = 0; n < count; n += 1) {
      const key = this.#pick(this.#keys);
      const kind = this.#pick(kinds);
      if (kind === 'copy' || kind === 'tray') told.lastCopied = key;
      calls.push(
        this.#call(kind, key.id).then((answer) => {
          told.unanswered -= 1;
          if (answer !== null) told.answers.set(key.name, [...(told.answers.get(key.name) ?? []), answer]);
        }),
      );
      if (n % 100 === 50) await turn();
      if (n % 300 === 150) await time.advance(300);
      if (n % 400 === 200) events.tell('online');
    }
    await meanwhile();
    await Promise.race([Promise.all(calls), wait(patienceMs, undefined, { ref: false })]);
    this.calls += count;
    this.unanswered += told.unanswered;
    return told;
  }

  async #call(kind: (typeof callers)[number], id: KeyId): Promise<Result<unknown> | null> {
    const { app, tray } = this.#engine;
    if (kind === 'copy') return app.copy.copy(id);
    if (kind === 'handOut') return app.tokens.handOut(id, 'person');
    if (kind === 'refresh') return app.tokens.renew(id, true);
    await tray.copy(id);
    return null;
  }

  async #untilAllHaveAsked(): Promise<void> {
    const deadlineMs = Date.now() + patienceMs;
    while (this.#keys.some(({ name }) => this.#service.asked(name).requests === 0)) {
      if (Date.now() > deadlineMs) throw new Error('not every key was asked for');
      await turn();
    }
  }

  async #disturb({ id, name, event }: Key): Promise<void> {
    const { keys } = this.#engine.app;
    const changed = keyDraftAt('oauth2', `${this.#origin}/${name}`, `another ${this.#random()}`, name);
    const done =
      event === 'edited' ? await keys.edit(id, changed) : event === 'deleted' ? await keys.delete(id) : null;
    if (done?.ok === false) throw new Error(`not ${event}: ${done.failure.kind}`);
  }

  /** Every key is stored, has had a token, and that is over. */
  async #makeAllStale(): Promise<void> {
    const { app, time } = this.#engine;
    const stored = new Set(app.snapshot().keys.map(({ name }) => name));
    for (const key of this.#keys) {
      this.#service.decide(key.name, 'token');
      if (!stored.has(key.name))
        key.id = await this.#engine.add(
          keyDraftAt('oauth2', `${this.#origin}/${key.name}`, 'a secret', key.name),
        );
    }
    const renewed = await Promise.all(this.#keys.map(({ id }) => app.tokens.renew(id)));
    if (renewed.some(({ ok }) => !ok)) throw new Error('a key did not recover');
    this.#service.forget();
    time.sleep((lifetimeS + 1) * 1_000);
  }

  #faultsOfRequests({ name, event }: Key, expected: number): string[] {
    const { requests, mostInFlight } = this.#service.asked(name);
    this.requests += requests;
    const faults = requests === expected ? [] : [`${requests} requests in place of ${expected} (${event})`];
    return mostInFlight <= 1 ? faults : [...faults, `${mostInFlight} requests at once (${event})`];
  }

  /** All callers of a key are told the same, and it is what became of the one request. */
  #faultsOfAnswers({ name, event }: Key, { answers }: Told): string[] {
    const expected =
      event === 'deleted'
        ? 'keyNotFound'
        : event === 'edited' || event === 'token'
          ? 'ok'
          : kindOfFate[event];
    const wrong = (answers.get(name) ?? [])
      .map(kindOf)
      .filter((kind) => kind !== expected && kind !== 'overtaken');
    const token = this.#service.asked(name).token ?? '';
    const others = (answers.get(name) ?? []).map(tokenOf).filter((text) => text !== null && text !== token);
    return [
      ...[...new Set(wrong)].map((kind) => `told ${kind} in place of ${expected}`),
      ...(others.length > 0 ? [`another token than the one that was issued (${event})`] : []),
    ];
  }

  /** The copy that was asked for last is the one that counts. */
  #faultsOfClipboard({ lastCopied }: Told): string[] {
    if (lastCopied === null || ['refused', 'limited', 'deleted'].includes(lastCopied.event)) return [];
    const { text } = this.#engine.clipboard;
    return text.startsWith(`token-${lastCopied.name}-`) ? [] : ['the last copy is not in the clipboard'];
  }

  #shuffleEvents(): void {
    const events = this.#keys.map(({ event }) => event);
    for (const key of this.#keys)
      key.event = events.splice(Math.floor(this.#random() * events.length), 1)[0] ?? 'token';
  }

  #pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T;
  }
}

function fateOf(event: Event): Fate {
  return event === 'edited' || event === 'deleted' ? 'token' : event;
}

/** Whether whoever wants a token afterwards makes the service be asked again. */
function asksAgain(event: Event): boolean {
  return ['unavailable', 'cut', 'garbage', 'throws'].includes(event);
}

function kindOf(answer: Result<unknown>): string {
  if (answer.ok) return 'ok';
  return answer.failure.reason === 'overtaken' ? 'overtaken' : answer.failure.kind;
}

function tokenOf(answer: Result<unknown>): string | null {
  const value = answer.ok ? (answer.value as { token?: { reveal(): string } }) : {};
  return value.token?.reveal() ?? null;
}
