/** Texts of the sign-in with a code. */
export const signInWords = {
  asking: 'Asking the provider for a code…',
  enter: 'Open this page on any device and enter the code there:',
  code: 'Your code',
  waiting: 'Waiting for you to enter the code. This closes by itself when you are signed in.',
  pending: 'A sign-in waits for you to enter a code.',
  expired: 'The code has expired.',
  again: 'Get a new code',
} as const;

/** How long the code can still be used: "The code is valid for 12 min." */
export function codeWords(left: string): string {
  return `The code is valid for ${left}.`;
}

/** The host of the page on which the code is entered; the address as it is when it is none. */
export function signInHost(verificationUri: string): string {
  const host = /^https?:\/\/([^/?#]+)/i.exec(verificationUri)?.[1];
  return host ?? verificationUri;
}
