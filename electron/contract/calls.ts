import * as v from 'valibot';
import { fieldText, id, nullableEpochMs, shortText } from './call-parts.ts';
import type { ImportDone, ImportPreview, ImportProgress } from './import-view.ts';
import { minimumValidityS } from './minimum-validity.ts';
import type { TestReport, TestStep } from './test-report.ts';
import { type TrustValues, trustInputs } from './trust-calls.ts';
import { type UpkeepValues, upkeepInputs } from './upkeep-calls.ts';

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

/** One row of an import as the user left it. What it does not name comes from what was read. */
export const importItem = v.strictObject({
  index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000)),
  name: shortText,
  presetId: id,
  /** Values entered in the preview, by field id. */
  fields: v.record(id, fieldText),
});

/** See {@link importItem}. */
export type ImportItem = v.InferOutput<typeof importItem>;

type Nothing = Record<string, never>;
type Snapshot = import('./view.ts').Snapshot;

/** Inputs by call name. Every call is request and answer; unknown names and unknown members are refused. */
export const callInputs = {
  ...upkeepInputs,
  ...trustInputs,
  'app.snapshot': v.strictObject({}),
  'app.openLink': v.strictObject({ presetId: id, link: v.picklist(['console', 'docs']) }),
  'keys.add': keyDraft,
  'keys.edit': v.strictObject({ keyId: id, draft: keyDraft }),
  'keys.delete': v.strictObject({ keyId: id }),
  /** `keyId` when the draft edits a stored key, whose secrets then fill the empty fields. */
  'keys.test': v.strictObject({ runId: id, keyId: v.nullable(id), draft: keyDraft }),
  'keys.cancelTest': v.strictObject({ runId: id }),
  /** Values that the provider offers for a field. */
  'keys.lookUp': v.strictObject({ keyId: v.nullable(id), draft: keyDraft, fieldId: id }),
  /** Asks the provider when the key expires, and stores what it says. */
  'keys.askDetails': v.strictObject({ keyId: id }),
  /** Begins a sign-in with a device code; the snapshot shows the code. */
  'keys.signIn': v.strictObject({ keyId: id }),
  'keys.cancelSignIn': v.strictObject({ keyId: id }),
  /** Opens the page on which the code is entered. */
  'keys.openSignInPage': v.strictObject({ keyId: id }),
  /** Makes a new secret at the provider, tests it and switches to it. */
  'keys.rotate': v.strictObject({ keyId: id }),
  /** `removeOld`: deletes the old secret at the provider now. `keepOld`: never. `undo`: goes back to it. */
  'keys.endRotation': v.strictObject({ keyId: id, how: v.picklist(['removeOld', 'keepOld', 'undo']) }),
  'keys.reveal': v.strictObject({ keyId: id, fieldId: id }),
  /** Null: a primary click on the tray icon opens the window. */
  'keys.setDefault': v.strictObject({ keyId: v.nullable(id) }),
  'tokens.copy': v.strictObject({ keyId: id, formId: id }),
  /** Tells the provider that the token is no longer needed (RFC 7009), and forgets it. */
  'tokens.revoke': v.strictObject({ keyId: id }),
  /** Asks the provider now, also for a rejected key: the user's own retry. */
  'tokens.refresh': v.strictObject({ keyId: id }),
  /** Asks the user in a dialog of the system before commands are allowed. */
  'settings.allowCommands': v.strictObject({ allowed: v.boolean() }),
  'presets.openFolder': v.strictObject({}),
  'certificates.inspect': v.strictObject({ pem: v.pipe(v.string(), v.maxLength(262_144)) }),
  /** Reads the clipboard in the main process: the page never sees the text. */
  'import.readClipboard': v.strictObject({}),
  /** Lets the user choose a file. */
  'import.readFile': v.strictObject({}),
  'import.readText': v.strictObject({ text: v.pipe(v.string(), v.maxLength(1_048_576)) }),
  'import.test': v.strictObject({
    importId: id,
    runId: id,
    item: importItem,
    allowedHosts: v.pipe(v.array(shortText), v.maxLength(1_000)),
  }),
  'import.commit': v.strictObject({
    importId: id,
    items: v.pipe(v.array(importItem), v.minLength(1), v.maxLength(1_000)),
    /** Hosts that the user allowed, as the preview named them. */
    allowedHosts: v.pipe(v.array(shortText), v.maxLength(1_000)),
  }),
  'import.cancel': v.strictObject({ importId: id }),
  /** Deletes the keys (and the preset) that the import added. */
  'import.undo': v.strictObject({ importId: id }),
  /** Tries the keyring again while the vault is locked or session-only. */
  'vault.retry': v.strictObject({}),
  /** Restarts Keyfob where only that can find a keyring; the user is asked first if keys would be lost. */
  'app.restart': v.strictObject({}),
} as const;

/** Name of a call. */
export type CallName = keyof typeof callInputs;

/** Input of a call. */
export type CallInput<N extends CallName> = v.InferOutput<(typeof callInputs)[N]>;

/** Values of the calls' answers, by name. */
export interface CallValues extends UpkeepValues, TrustValues {
  'app.snapshot': Snapshot;
  'app.openLink': Nothing;
  'keys.add': { readonly keyId: string };
  'keys.edit': Nothing;
  'keys.delete': Nothing;
  'keys.test': TestReport;
  'keys.cancelTest': Nothing;
  'keys.lookUp': { readonly choices: readonly { readonly value: string; readonly label: string }[] };
  'keys.askDetails': { readonly keyExpiresAtMs: number | null };
  'keys.signIn': Nothing;
  'keys.cancelSignIn': Nothing;
  'keys.openSignInPage': Nothing;
  'keys.rotate': Nothing;
  'keys.endRotation': Nothing;
  /** The one way in which a stored secret reaches the page; hide it at `hideAtMs` at the latest. */
  'keys.reveal': { readonly secret: string; readonly hideAtMs: number };
  'keys.setDefault': Nothing;
  'tokens.copy': { readonly expiresAtMs: number | null; readonly clearsAtMs: number };
  'tokens.refresh': Nothing;
  'tokens.revoke': Nothing;
  'settings.allowCommands': Nothing;
  'presets.openFolder': Nothing;
  'certificates.inspect': {
    readonly certificates: readonly (import('./certificate-view.ts').CertificateView & {
      readonly isAuthority: boolean;
    })[];
  };
  'import.readClipboard': ImportPreview;
  /** Null when the user chose no file. */
  'import.readFile': ImportPreview | null;
  'import.readText': ImportPreview;
  'import.test': TestReport;
  'import.commit': ImportDone;
  'import.cancel': Nothing;
  'import.undo': { readonly removed: number };
  'vault.retry': Nothing;
  'app.restart': Nothing;
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
  /** All steps of a running test so far. */
  testProgress: { readonly runId: string; readonly steps: readonly TestStep[] };
  importProgress: ImportProgress;
  /** How many of the keys that "Refresh all" asks for have answered. */
  refreshProgress: { readonly done: number; readonly all: number };
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
