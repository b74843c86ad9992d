import type { KeyDraft } from '#contract/calls';

/** What the form sends for a key of a preset whose service is at `origin`. */
export function keyDraftAt(presetId: string, origin: string, secret: string, name: string): KeyDraft {
  const fields = fieldsAt[presetId]?.(origin, secret);
  if (fields === undefined) throw new Error(`No fields are known for ${presetId}`);
  return {
    name,
    description: '',
    presetId,
    fields,
    extraCaPem: null,
    createdAtMs: null,
    keyExpiresAtMs: null,
    minimumValidityS: 60,
  };
}

const idAndSecret = (host: string, clientSecret: string) => ({ host, clientId: 'an-id', clientSecret });

const fieldsAt: Readonly<Record<string, (origin: string, secret: string) => KeyDraft['fields']>> = {
  celerdata: idAndSecret,
  layar: idAndSecret,
  'ibm-dbaas': (host, apiKey) => ({ host, apiKey }),
  'ibm-iam': (host, apiKey) => ({ host, apiKey }),
  oauth2: (origin, clientSecret) => ({
    tokenUrl: `${origin}/token`,
    testUrl: `${origin}/me`,
    clientId: 'an-id',
    clientSecret,
  }),
};
