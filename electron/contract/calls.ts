import * as v from 'valibot';
import { minimumValidityS } from './minimum-validity.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const shortText = v.pipe(v.string(), v.maxLength(400));
/** Long enough for any key file content that a field takes, short enough to refuse a wrong paste. */
const fieldText = v.pipe(v.string(), v.maxLength(16_384));
const epochMs = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
const nullableEpochMs = v.nullable(epochMs);

/** What the add and edit forms send. On edit an empty or missing secret field keeps the stored secret. */
export const keyDraft = v.strictObject({
  name: shortText,
  description: v.pipe(v.string(), v.maxLength(2_000)),
  presetId: id,
  fields: v.record(id, fieldText),
  extraCaPem: v.nullable(v.pipe(v.string(), v.maxLength(262_144))),
  /** When the provider made the key; null means now. */
  createdAtMs: nullableEpochMs,
  keyExpiresAtMs: nullableEpochMs,
  minimumValidityS: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(minimumValidityS.least),
    v.maxValue(minimumValidityS.most),
  ),
});

/** Input of the add and edit forms. */
export type KeyDraft = v.InferOutput<typeof keyDraft>;

/** Result of one step of a test, in the order of `ExchangeStepView`. */
export interface TestStep {
  readonly step: 'prepare' | 'connect' | 'answer' | 'token' | 'testCall';
  readonly outcome: 'passed' | 'failed' | 'notRun';
  /** One redacted line: what was done and seen. */
  readonly detail: string;
  readonly durationMs: number;
}

/** What "Test" found. Nothing of it is stored. */
export interface TestReport {
  readonly passed: boolean;
  readonly steps: readonly TestStep[];
  readonly failure: import('./view.ts').FailureView | null;
  readonly tokenExpiresAtMs: number | null;
}

type Nothing = Record<string, never>;
type Snapshot = import('./view.ts').Snapshot;

/** Inputs by call name. Every call is request and answer; unknown names and unknown members are refused. */
export const callInputs = {
  'app.snapshot': v.strictObject({}),
  'app.openLink': v.strictObject({ presetId: id, link: v.picklist(['console', 'docs']) }),
  'keys.add': keyDraft,
  'keys.edit': v.strictObject({ keyId: id, draft: keyDraft }),
  'keys.delete': v.strictObject({ keyId: id }),
  /** `keyId` when the draft edits a stored key, whose secrets then fill the empty fields. */
  'keys.test': v.strictObject({ keyId: v.nullable(id), draft: keyDraft }),
  'keys.reveal': v.strictObject({ keyId: id, fieldId: id }),
  /** Null: a primary click on the tray icon opens the window. */
  'keys.setDefault': v.strictObject({ keyId: v.nullable(id) }),
  'tokens.copy': v.strictObject({ keyId: id }),
  /** Asks the provider now, also for a rejected key: the user's own retry. */
  'tokens.refresh': v.strictObject({ keyId: id }),
  'settings.update': v.strictObject({ theme: v.picklist(['system', 'light', 'dark']) }),
  /** Tries the keyring again while the vault is locked or session-only. */
  'vault.retry': v.strictObject({}),
} as const;

/** Name of a call. */
export type CallName = keyof typeof callInputs;

/** Input of a call. */
export type CallInput<N extends CallName> = v.InferOutput<(typeof callInputs)[N]>;

/** Values of the calls' answers, by name. */
export interface CallValues {
  'app.snapshot': Snapshot;
  'app.openLink': Nothing;
  'keys.add': { readonly keyId: string };
  'keys.edit': Nothing;
  'keys.delete': Nothing;
  'keys.test': TestReport;
  /** The one way in which a secret reaches the page; hide it at `hideAtMs` at the latest. */
  'keys.reveal': { readonly secret: string; readonly hideAtMs: number };
  'keys.setDefault': Nothing;
  'tokens.copy': { readonly expiresAtMs: number | null; readonly clearsAtMs: number };
  'tokens.refresh': Nothing;
  'settings.update': Nothing;
  'vault.retry': Nothing;
}

/** Answer of a call: errors cross as data. */
export type CallAnswer<N extends CallName> =
  | { readonly ok: true; readonly value: CallValues[N] }
  | { readonly ok: false; readonly failure: import('./view.ts').FailureView };

/** What the main process sends to the page, by event name. */
export interface Events {
  /** A whole new snapshot; replaces the old one. */
  snapshot: Snapshot;
  /** Show this key's row, selected: a notification was clicked. */
  showKey: { readonly keyId: string };
  /** The window lost the focus, was hidden or minimised: hide what is revealed. */
  windowLeft: Nothing;
}

/** Name of an event. */
export type EventName = keyof Events;

/** What the preload script puts on `window.keyfob`. */
export interface KeyfobBridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallAnswer<N>>;
  /** Returns the function that unsubscribes. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
}
