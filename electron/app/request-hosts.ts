import { checkAddress } from '#core/address-rules';
import { pickVariant, variants } from '#core/providers/by-field';
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
  const hosts = requestsOf(preset, Object.fromEntries(values)).map(({ url }) => hostOf(url, values));
  const issuer = preset.keyKind === 'exchange' ? values.get(preset.discovery?.issuerField ?? '') : undefined;
  const all = [...(issuer === undefined ? [] : [hostOf(issuer, values)]), ...hosts];
  return [...new Set(all.filter((host) => host !== null))];
}

/** The requests that a key with these fields makes: where a choice decides, only those of its choice. */
function requestsOf(preset: Preset, fields: Readonly<Record<string, string>>): PresetRequest[] {
  const own = preset.keyKind === 'exchange' ? preset : null;
  const exchange = own === null ? undefined : pickVariant<PresetRequest>(own.exchange.request, fields);
  const calls = callsOf(preset, fields).map(({ request }) => pickVariant<PresetRequest>(request, fields));
  return [exchange, own?.signIn?.poll, ...calls].filter((request) => request !== undefined);
}

/** All variants of a preset's test call. */
export function testCalls({ testCall }: Preset): readonly ProviderCall[] {
  return testCall === undefined ? [] : variants<ProviderCall>(testCall);
}

function callsOf(preset: Preset, fields: Readonly<Record<string, string>>): ProviderCall[] {
  const { testCall, keyDetails, rotation, lookUps } = preset;
  const own = preset.keyKind === 'exchange' ? [preset.revocation, preset.signIn?.start] : [];
  const rotations = [...(rotation?.create ?? []), ...(rotation?.remove ?? [])];
  const all = [
    testCall === undefined ? undefined : pickVariant<ProviderCall>(testCall, fields),
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
