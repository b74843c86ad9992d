import type { CallAnswer, CallInput, CallName, EventName, Events, KeyfobBridge } from '#contract/calls';
import type { ImportPreview } from '#contract/import-view';
import type { TestReport } from '#contract/test-report';
import type { FailureView, Snapshot } from '#contract/view';

type Answers = { [N in CallName]?: (input: CallInput<N>) => CallAnswer<N> | Promise<CallAnswer<N>> };

/** The border as a test plays it. */
export interface FakeBridge extends KeyfobBridge {
  /** What the page asked for, in order. */
  readonly calls: { readonly name: CallName; readonly input: unknown }[];
  /** Inputs of the calls of one name. */
  inputs<N extends CallName>(name: N): CallInput<N>[];
  /** Sets the answer to a call; by default every call succeeds. */
  answer<N extends CallName>(name: N, answer: NonNullable<Answers[N]>): void;
  emit<E extends EventName>(event: E, payload: Events[E]): void;
}

/** A call that failed. */
export function failed(failure: FailureView): { readonly ok: false; readonly failure: FailureView } {
  return { ok: false, failure };
}

/** A call that succeeded. */
export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

const passed: TestReport = { passed: true, steps: [], failure: null, causes: [], tokenExpiresAtMs: null };
const nothingFound: ImportPreview = { importId: 'import', rows: [], newPresets: [], problems: [] };

/** A bridge over one snapshot. */
export function createFakeBridge(snapshot: Snapshot): FakeBridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const calls: { name: CallName; input: unknown }[] = [];
  const answers: Answers = {
    'app.snapshot': () => done(snapshot),
    'keys.add': () => done({ keyId: 'id-new' }),
    'keys.reveal': () => done({ secret: 'SECRET-CANARY', hideAtMs: Date.now() + 30_000 }),
    'tokens.copy': () => done({ expiresAtMs: Date.now() + 2_820_500, clearsAtMs: Date.now() + 30_000 }),
    'keys.test': () => done(passed),
    'keys.lookUp': () => done({ choices: [] }),
    'keys.askDetails': () => done({ keyExpiresAtMs: null }),
    'certificates.inspect': () => done({ certificates: [] }),
    'import.readClipboard': () => done(nothingFound),
    'import.readFile': () => done(null),
    'import.readText': () => done(nothingFound),
    'import.test': () => done(passed),
    'import.commit': () => done({ keyIds: [], refused: [] }),
    'import.undo': () => done({ removed: 0 }),
    'tokens.refreshAll': () => done({ renewed: 0, failed: 0 }),
    'inbox.undoClear': () => done({ restored: 0 }),
    'activity.list': () => done({ events: [], hasMore: false }),
    'activity.export': () => done({ fileName: null }),
    'calendar.export': () => done({ fileName: null }),
    'vault.makeRecoveryCode': () => done({ code: 'ABCDE-FGHJK-MNPQR-STVWX-YZ234-56789-BCDFG' }),
    'vault.listBackups': () => done({ backups: [] }),
    'health.read': () => done({ items: [] }),
    'health.testClipboard': () => done({ wasReadElsewhere: true }),
    'export.save': () => done({ fileName: null }),
    'export.savePlain': () => done({ fileName: null }),
    'export.open': () => done(null),
    'export.preview': () => done({ exportedAtMs: Date.now(), rows: [], onlyHere: [] }),
    'export.restore': () => done({ added: 0, replaced: 0 }),
  };
  return {
    calls,
    inputs: <N extends CallName>(name: N) =>
      calls.filter((call) => call.name === name).map(({ input }) => input as CallInput<N>),
    answer: (name, answer) => {
      answers[name] = answer;
    },
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
    call: async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallAnswer<N>> => {
      calls.push({ name, input });
      const answer = answers[name] as ((input: CallInput<N>) => CallAnswer<N>) | undefined;
      return answer === undefined ? (done({}) as CallAnswer<N>) : answer(input);
    },
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
  };
}
