import type { ByField } from '#core/providers/by-field';
import type { ClientAuthentication } from '#core/providers/preset-request';

/** How a provider's API takes the token. The texts are templates (core/providers/template.ts). */
export interface ApiCallHints {
  /** Begins with `https://` or with a variable that holds an address; later variables are percent-encoded. */
  readonly url: string;
  /** A header whose text comes out empty is left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** Environment variable in which the provider's tools look for the token: letters, digits and `_` only. */
  readonly envName: string;
}

/** A further form of a preset: a text, its base64, or the base64 of a JSON object on one line. */
export type CopyFormHint = { readonly id: string; readonly label: string } & (
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly base64OfJson: Readonly<Record<string, string>> }
);

/** What copying needs of a preset. */
export interface CopyPreset {
  readonly fields: readonly { readonly id: string; readonly kind: string }[];
  readonly exchange?: { readonly clientAuthentication: ByField<ClientAuthentication> } | undefined;
  readonly apiCall?: ByField<ApiCallHints> | undefined;
  readonly copyAs?: readonly CopyFormHint[] | undefined;
}

/** A form in which a key's token, or something that belongs to it, can be copied. */
export interface CopyForm {
  /** One of {@link builtInFormIds}, `output.` and the id of an output, or the id that the preset gives. */
  readonly id: string;
  /** The name in it that differs by provider: of the header, variable or output, or the preset's label; else empty. */
  readonly label: string;
  /** It holds the token, so a fresh one is fetched first. */
  readonly needsToken: boolean;
  /** It holds a stored secret, such as the client secret. */
  readonly needsSecrets: boolean;
}

/** Ids of the forms that are not of a preset, in the order in which they are offered. */
export const builtInFormIds = [
  'raw',
  'header',
  'curl',
  'bash',
  'fish',
  'powershell',
  'dotenv',
  'json',
  'basic',
] as const;

/** One of {@link builtInFormIds}. */
export type BuiltInFormId = (typeof builtInFormIds)[number];
