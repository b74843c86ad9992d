import type * as v from 'valibot';
import type { presetSchema } from '#core/providers/preset';
import type { Secret } from '#core/secret';

/** Longest text that is read, in UTF-16 units. */
export const importLengthLimit = 1_048_576;
/** Most keys that one import offers. */
export const candidateLimit = 1_000;
/** Most problems that one import tells. */
export const problemLimit = 200;

/** What a text turned out to be. */
export type ImportSource =
  | 'ibmKey'
  | 'googleServiceAccount'
  | 'json'
  | 'env'
  | 'dataosTable'
  | 'curl'
  | 'postman'
  | 'bruno'
  | 'csv';

/** A preset file in the making: what presetSchema takes. */
export type PresetDraft = v.InferInput<typeof presetSchema>;

/** All kinds of {@link ImportNote}. */
export const importNoteKinds = [
  /** `-k`: Keyfob checks certificates all the same. */
  'certificatesAreChecked',
  /** `--cacert`: the file was not read; its text belongs into the key's CA field. */
  'caFileNotRead',
  /** `what` names an option or member that refers to a file, which was not read. */
  'fileNotRead',
  /** An option of the command has no counterpart; `what` is the option. */
  'optionIgnored',
  /** `what` names a header that is not sent. */
  'headerIgnored',
  /** `what` names a member of query or body that this provider's request does not have. */
  'memberIgnored',
  /** `what` names a variable that stands twice, or a secret one that stands for the same as another; the last value was taken. */
  'variableRepeated',
  /** The provider is told by the path alone: the host is not one that it is known by. */
  'knownByPathOnly',
  /** A short-lived token stood there; Keyfob gets its own from the key. */
  'tokenIgnored',
  /** The service wants a secret in the URL, where logs of servers and proxies show it; `what` is its name. */
  'secretInUrl',
  /** The call may change something, so it does not serve as test call. */
  'noTestCall',
  /** The file leaves out the values of its secrets; `what` is a name. */
  'secretNotInFile',
  /** The value found for a field is not one that it takes; `what` is the field's label. */
  'valueLeftOut',
] as const;

/** What was ignored or needs the user's eye. */
export interface ImportNote {
  readonly kind: (typeof importNoteKinds)[number];
  /** Name of an option, header, member or variable; never a value. Bounded and free of unseen characters. */
  readonly what: string;
}

/** All kinds of {@link ImportProblem}. */
export const importProblemKinds = [
  'tooLong',
  /** No reader knows the text. */
  'unknownFormat',
  'notJson',
  /** More keys than {@link candidateLimit}; the rest was left out. */
  'tooMany',
  'unclosedQuote',
  /** Nothing in it is a key. */
  'noKey',
  /** It is the answer of a token endpoint: the token would be dead in an hour. */
  'tokenAnswer',
  /** No provider that Keyfob knows, and too little to describe a new one. */
  'unknownProvider',
  /** A grant that starts in a browser or asks for a person's password. */
  'unsupportedGrant',
  'unsupportedMethod',
  /** A body that is neither form nor JSON. */
  'unsupportedBody',
  'multipartForm',
  /** Not https (or http on loopback), or written in a way that hides its target. */
  'addressRefused',
  /** A part of the path looks like a secret, and presets have no place for one there. */
  'secretInPath',
] as const;

/** One of {@link importProblemKinds}. */
export type ImportProblemKind = (typeof importProblemKinds)[number];

/** Something that could not be read. */
export interface ImportProblem {
  readonly place: ImportPlace;
  readonly kind: ImportProblemKind;
}

/** Where: the text as a whole, or the line, row or entry of a number that counts from 1. */
export interface ImportPlace {
  readonly unit: 'text' | 'line' | 'row' | 'entry';
  readonly number: number;
}

/** A key that was found. Nothing is stored. */
export interface ImportCandidate {
  readonly source: ImportSource;
  /** Fit to be a key's name; it may be taken already. */
  readonly suggestedName: string;
  /** Null when `newPreset` describes the provider. */
  readonly presetId: string | null;
  /** Other presets that take the same fields, the likeliest first. */
  readonly alternatives: readonly string[];
  readonly newPreset: PresetDraft | null;
  /** Values by field id, as far as they were found; addresses are in their normal form. */
  readonly fields: Readonly<Record<string, string>>;
  /** Values of secret fields by field id, as far as they were found. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly description: string;
  readonly createdAtMs: number | null;
  readonly keyExpiresAtMs: number | null;
  readonly notes: readonly ImportNote[];
}

/** What a reader makes of a text. */
export interface ImportReading {
  readonly candidates: readonly ImportCandidate[];
  readonly problems: readonly ImportProblem[];
}
