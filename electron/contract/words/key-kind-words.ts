import type { KeyKindView } from '../view.ts';

/** How a key gives its token, in a word or two; empty for the usual way, a call to the provider. */
export const keyKindWords: Readonly<Record<KeyKindView, string>> = {
  exchange: '',
  static: 'Is itself the token',
  signed: 'Token signed here',
  exec: 'Printed by a command',
};
