import { inspect } from 'node:util';
import { expect } from 'vitest';
import { JoseSigner } from '#adapters/jose-signer';
import { systemClock, systemRandom } from '#adapters/system-clock';
import { UndiciHttp } from '#adapters/undici-http';
import type { ExchangePorts } from '#app/exchange-key';
import { IssuerMetadata } from '#app/issuer-metadata';
import type { Http } from '#core/ports';
import { checkFields } from '#core/providers/check-fields';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { findPreset } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';
import { FakeCommandRunner } from '../fakes/fake-command-runner.ts';
import type { SampleServices } from '../services/start-services.ts';

/** The real adapter with short limits. */
export const ports = exchangePorts(new UndiciHttp('0.0.0', { headersMs: 800, wholeMs: 1_500 }));

/** The ports of an exchange over a network, with everything else real. */
export function exchangePorts(http: Http): ExchangePorts {
  return {
    http,
    clock: systemClock,
    random: systemRandom,
    signer: new JoseSigner(),
    commands: new FakeCommandRunner(),
    metadata: new IssuerMetadata(http, systemClock),
    areCommandsAllowed: () => true,
  };
}

export interface Key {
  readonly preset: Preset;
  readonly inputs: KeyInputs;
}

/** A key as the form would make it. */
export function key(presetId: string, entered: Record<string, string>, rest: Partial<KeyInputs> = {}): Key {
  const preset = findPreset(presetId);
  if (preset === null) throw new Error(presetId);
  const checked = checkFields(preset, entered, []);
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  const { fields, secrets } = checked.value;
  const wrapped = Object.entries(secrets).map(([id, text]) => [id, new Secret(text)] as const);
  const inputs = {
    fields,
    secrets: Object.fromEntries(wrapped),
    extraCaPem: null,
    keyExpiresAtMs: null,
    approvedCommand: null,
    ...rest,
  };
  return { preset, inputs };
}

const keys: Record<string, (services: SampleServices, secret?: string) => Key> = {
  celerdata: (services, secret) => {
    const { origin, credential } = services.celerdata;
    return key('celerdata', {
      host: origin,
      clientId: credential.id,
      clientSecret: secret ?? credential.secret,
    });
  },
  'ibm-dbaas': (services, secret) => {
    const { origin, credential } = services.ibmDbaas;
    const entered = { host: origin, apiKey: secret ?? credential.apiKey };
    return key('ibm-dbaas', entered, { extraCaPem: services.caPem });
  },
  'ibm-iam': (services, secret) => {
    const { origin, credential } = services.ibmIam;
    return key('ibm-iam', { host: origin, apiKey: secret ?? credential.apiKey });
  },
  layar: (services, secret) => {
    const { origin, credential } = services.layar;
    return key('layar', {
      host: `${origin}/layar/`,
      clientId: credential.id,
      clientSecret: secret ?? credential.secret,
    });
  },
  oauth2: (services, secret) => {
    const { tokenUrl, testUrl, basicClient } = services.oauth;
    const entered = {
      tokenUrl,
      testUrl,
      clientId: basicClient.id,
      clientSecret: secret ?? basicClient.secret,
    };
    return key('oauth2', entered, { extraCaPem: services.caPem });
  },
};

/** A key of a sample service, with its secret or another one. */
export function keyOf(services: SampleServices, presetId: string, secret?: string): Key {
  const make = keys[presetId];
  if (make === undefined) throw new Error(presetId);
  return make(services, secret);
}

/** Presets that are exchanged. */
export const exchangePresetIds = Object.keys(keys);

export function serviceOf(services: SampleServices, id: string) {
  const all = [services.celerdata, services.ibmDbaas, services.ibmIam, services.layar, services.oauth];
  const found = all.find((service) => service.id === (id === 'oauth2' ? 'oauth' : id));
  if (found === undefined) throw new Error(id);
  return found;
}

export function expectNoSecrets(value: unknown, inputs: KeyInputs): void {
  const shown = `${JSON.stringify(value)} ${inspect(value, { depth: 10 })}`;
  for (const secret of Object.values(inputs.secrets)) {
    expect(shown).not.toContain(secret.reveal());
    expect(shown).not.toContain(Buffer.from(secret.reveal()).toString('base64').slice(0, -4));
  }
}
