import { checkAddress } from '#core/address-rules';
import { variants } from '#core/providers/by-field';
import type { Preset } from '#core/providers/preset';
import type { ProviderCall } from '#core/providers/preset-calls';
import type { PresetRequest } from '#core/providers/preset-request';
import { parseTemplate, variableValue } from '#core/providers/template';

/**
 * Hosts and ports that a key with these fields would be sent to: of its exchange, and of every call besides. Those that
 * depend on a field without a value are not known yet.
 */
export function requestHosts(preset: Preset, fields: Readonly<Record<string, string>>): string[] {
  const defaults = preset.fields.map(({ id, default: unless }) => [id, unless] as const);
  const values = new Map([...defaults, ...Object.entries(fields)].filter(([, value]) => value !== ''));
  const hosts = requestsOf(preset).map(({ url }) => hostOf(url, values));
  const issuer = preset.keyKind === 'exchange' ? values.get(preset.discovery?.issuerField ?? '') : undefined;
  const all = [...(issuer === undefined ? [] : [hostOf(issuer, values)]), ...hosts];
  return [...new Set(all.filter((host) => host !== null))];
}

function requestsOf(preset: Preset): PresetRequest[] {
  const exchange = preset.keyKind === 'exchange' ? variants<PresetRequest>(preset.exchange.request) : [];
  const poll = preset.keyKind === 'exchange' && preset.signIn !== undefined ? [preset.signIn.poll] : [];
  return [
    ...exchange,
    ...poll,
    ...callsOf(preset).flatMap(({ request }) => variants<PresetRequest>(request)),
  ];
}

/** All variants of a preset's test call. */
export function testCalls({ testCall }: Preset): readonly ProviderCall[] {
  return testCall === undefined ? [] : variants<ProviderCall>(testCall);
}

function callsOf(preset: Preset): ProviderCall[] {
  const { keyDetails, rotation, lookUps } = preset;
  const own = preset.keyKind === 'exchange' ? [preset.revocation, preset.signIn?.start] : [];
  const rotations = [...(rotation?.create ?? []), ...(rotation?.remove ?? [])];
  const all = [
    ...testCalls(preset),
    ...own,
    ...(keyDetails?.calls ?? []),
    ...rotations,
    ...lookUps.map(({ call }) => call),
  ];
  return all.filter((call) => call !== undefined);
}

function hostOf(url: string, values: ReadonlyMap<string, string>): string | null {
  const [first] = parseTemplate(url) ?? [];
  const start = typeof first === 'object' ? variableValue(first.anyOf, values) : (first ?? '');
  const address = checkAddress(start);
  return address.ok ? address.value.host : null;
}
