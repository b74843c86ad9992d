/** Likely causes of a failed test, each with its fix. */
export const causeWords = {
  wrongSecret:
    'ID or secret is wrong, or one of them was cut off while copying: copy both again from the provider’s page.',
  keyGone: 'The key was deleted, disabled or has expired at the provider: look it up there.',
  otherAuthentication:
    'The service wants the secret in another place: try another client authentication if this form offers it.',
  encodedBasic:
    'The secret holds special characters, and the service may not decode them: choose “Basic header, not form-encoded” if this form offers it.',
  rawBasic:
    'The secret holds special characters, and the service may expect them form-encoded (RFC 6749): choose “Basic header (standard)” if this form offers it.',
  wrongScope:
    'The scope is not one that this client may ask for: copy it from the provider’s documentation, or leave it empty.',
  missingScope:
    'The key lacks a permission or scope that the test call needs; its tokens may work elsewhere.',
  grantNotAllowed: 'This client may not use this grant: allow it in the client’s settings at the provider.',
  licence:
    'The licence or plan at the provider has ended, or does not include this: renew or extend it there. Neither a new key nor a new token helps.',
  usedUp: 'The refresh token was used before, has expired or was withdrawn: get a new one.',
  clockSkew: 'The clock of this computer is wrong: let the system set date, time and time zone by itself.',
  wrongAudience:
    'The audience is not the one that the service expects: some want the token URL, others the issuer.',
  wrongPrivateKey:
    'The private key does not belong to this client, or its key id is another one: compare both with the provider’s page.',
  wrongHost: 'The host or address is not that of the service’s API: compare it with the documentation.',
  wrongUrl:
    'The address is not the token endpoint: look for “token URL” or “token endpoint” in the documentation.',
  wrongAddress:
    'The service has nothing at this address: compare the host, its path and the IDs that you entered (such as a realm or an account) with the provider’s page.',
  mistypedHost: 'The host name is mistyped, or is known in the company’s network only.',
  otherFormat:
    'The service answers in another form than this preset describes: an own preset file can say where the token stands.',
  signInNetwork:
    'The network asks for a sign-in, or a gateway answered in place of the service: open any web page and sign in.',
  vpn: 'The service is reachable from another network only: connect the VPN.',
  proxyNeeded: 'This network needs a proxy: set it in the system’s settings or in HTTPS_PROXY.',
  ownAuthority: 'The service uses its own certificate authority: add its CA file to this key.',
  otherAuthority:
    'The CA file of this key is not the one that signed the service’s certificate: get the current one.',
  interception:
    'A program or gateway may read the connections of this computer: ask those who run the network, and add its authority to the system, not to this key.',
  certificateExpired: 'The service’s certificate has expired: tell its operator. Nothing was sent.',
  serviceDown: 'The service has a problem: look at its status page and try later.',
  tooManyRequests: 'Too many requests in a short time: wait some minutes. Each test counts.',
} as const;

/** One of {@link causeWords}. */
export type CauseId = keyof typeof causeWords;
