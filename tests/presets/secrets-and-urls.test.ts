import { describe, expect, it } from 'vitest';
import { buildCall } from '#core/providers/build-call';
import { buildRequest } from '#core/providers/build-request';
import { variants } from '#core/providers/by-field';
import type { Preset } from '#core/providers/preset';
import type { ProviderCall, TestCall } from '#core/providers/preset-calls';
import type { ApiCall } from '#core/providers/preset-hints';
import type { PresetRequest } from '#core/providers/preset-request';
import { shippedPresets } from '#core/providers/shipped-presets';
import { keyInputs } from '../core/providers/preset-rig.ts';
import { choicesOf, filledKey, sampleOutputs, secretMark, variantsOf } from './filled-keys.ts';

/** Calls that a preset makes besides the exchange. */
function callsOf(preset: Preset): ProviderCall[] {
  const { keyDetails, rotation, lookUps } = preset;
  const exchange = preset.keyKind === 'exchange' ? preset : undefined;
  return [
    ...variantsOf<TestCall>(preset.testCall),
    ...(keyDetails?.calls ?? []),
    ...(rotation === undefined ? [] : [...rotation.create, ...rotation.remove]),
    ...lookUps.map(({ call }) => call),
    ...(exchange?.signIn === undefined
      ? []
      : [exchange.signIn.start, { ...exchange.signIn.start, request: exchange.signIn.poll }]),
    ...(exchange?.revocation === undefined ? [] : [exchange.revocation]),
  ];
}

/** Values of everything that a template may name. */
function allValues(preset: Preset, fields: Readonly<Record<string, string>>, secrets: readonly string[]) {
  const outputs = [...sampleOutputs(preset).map(({ id }) => id), 'userId', 'keyId', 'iamId', 'accountId'];
  const endpoints = ['token', 'device_authorization', 'introspection', 'revocation', 'userinfo'];
  return new Map([
    ...Object.entries(fields),
    ...secrets.map((id): [string, string] => [id, `${secretMark}-${id}`]),
    ...['token', 'assertion', 'clientAssertion'].map((name): [string, string] => [
      name,
      `${secretMark}.${name}.x`,
    ]),
    ...outputs.map((id): [string, string] => [`outputs.${id}`, `${id}-value`]),
    ['outputs.device_code', `${secretMark}-device`],
    ['apiKey.name', 'the-name'],
    ['rotation.name', 'the-next-name'],
    ['rotation.hours', '24'],
    ...endpoints.map((name): [string, string] => [
      `discovered.${name}_endpoint`,
      `https://login.example.com/${name}`,
    ]),
  ]);
}

describe.each(shippedPresets)('$id', (preset) => {
  it.each(choicesOf(preset))('puts no secret into an address: %j', (choices) => {
    const { fields, secrets } = filledKey(preset, choices);
    const inputs = { ...keyInputs(fields, {}), secrets };
    const values = allValues(preset, fields, Object.keys(secrets));
    const built = callsOf(preset).map((call) => buildCall(call, preset, inputs, values, 'testCall'));
    if (preset.keyKind === 'exchange') built.push(buildRequest(preset, inputs, values));
    for (const request of built) {
      if (!request.ok) throw new Error(JSON.stringify(request.failure));
      const url = request.value?.url ?? '';
      expect(url).not.toContain(secretMark);
      expect(url).not.toMatch(/undefined|%7B|\{\{/);
    }
  });

  it('asks for no exception from that rule, and copies no address with a token in it', () => {
    const requests = [
      ...callsOf(preset).flatMap(({ request }) => variants<PresetRequest>(request)),
      ...(preset.keyKind === 'exchange' ? variants<PresetRequest>(preset.exchange.request) : []),
    ];
    expect(requests.filter(({ secretInUrl }) => secretInUrl)).toEqual([]);
    for (const { url } of variantsOf<ApiCall>(preset.apiCall)) expect(url).not.toContain('{{token}}');
  });
});
