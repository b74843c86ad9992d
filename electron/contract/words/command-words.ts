/** Asked before keys may be printed by commands. */
export const allowCommandsQuestion = {
  title: 'Allow keys that are printed by commands?',
  detail:
    'Keyfob then runs programs that you approve one by one, each time such a key needs a token. Allow it only if you set up such a key yourself.',
  yes: 'Allow',
};

/** Asked before a program is run for the first time. */
export function approveCommandQuestion(path: string, args: readonly string[], sha256: string) {
  return {
    title: 'Let Keyfob run this program?',
    detail: `${[path, ...args].join(' ')}\nSHA-256 ${sha256}\n\nIt runs as you, whenever this key needs a token.`,
    yes: 'Allow',
  };
}

/** Asked before a program makes a new key at its provider. */
export function makeKeyQuestion(path: string, args: readonly string[], sha256: string) {
  return {
    title: 'Let this program make a new key?',
    detail: `${[path, ...args].join(' ')}\nSHA-256 ${sha256}\n\nIt runs as you, once. Keyfob cannot delete the key that it makes.`,
    yes: 'Make key',
  };
}
