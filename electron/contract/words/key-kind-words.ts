import type { KeyKindView } from '../view.ts';

/** How a key gives its token: a word for a list, and what it means. Null for the usual way, a call to the provider. */
export const keyKindWords: Readonly<
  Record<KeyKindView, { readonly word: string; readonly meaning: string } | null>
> = {
  exchange: null,
  static: { word: 'Static', meaning: 'The key is itself the token.' },
  signed: { word: 'Signed', meaning: 'The token is signed on this computer.' },
  exec: { word: 'Command', meaning: 'A command on this computer prints the token.' },
};
