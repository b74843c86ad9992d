import type { HttpRequest } from '#core/ports';
import { base64OfBytes, formEncode } from './encodings.ts';
import type { KeyInputs } from './key-inputs.ts';

const mask = '«redacted»';

/** Variables that are made for one request and prove who asks. */
const preparedSecrets = ['assertion', 'clientAssertion', 'token', 'outputs.device_code'];

/**
 * The texts that a service received from us and must not give back into a message.
 *
 * @param values variables of the request besides the key's own
 */
export function sentSecrets(
  inputs: KeyInputs,
  request: HttpRequest | null,
  values: ReadonlyMap<string, string> = new Map(),
): string[] {
  const authorization = request?.headers['authorization']?.replace(/^\w+ /, '');
  const secrets = Object.values(inputs.secrets).map((secret) => secret.reveal());
  const prepared = preparedSecrets.map((name) => values.get(name));
  return [...secrets, authorization, ...prepared].filter((text) => text !== undefined);
}

/**
 * Replaces each secret in a text that a service sent, also where it is base64 (alone or inside a Basic pair, at any of
 * the three alignments), percent-encoded, or escaped for JSON (once or twice, as a quoted answer is) or HTML. Of one that
 * was cut short or broken up, the long stretches are replaced. Matching ignores case, as services rewrite `%2f` to `%2F`.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const patterns = secrets.filter((secret) => secret !== '').flatMap(patternsOf);
  const stretches = secrets.filter((secret) => secret.length >= 2 * stretchLength).map(stretchPattern);
  // The longest first, so that no rest of a longer one stays behind.
  const longestFirst = [...new Set(patterns)].toSorted((a, b) => b.length - a.length);
  return [...longestFirst, ...stretches].reduce(
    (masked, pattern) => masked.replace(new RegExp(pattern, 'gi'), mask),
    text,
  );
}

/** Every stretch of the secret that is twice as long as this holds one of the parts that are looked for. */
const stretchLength = 12;

function stretchPattern(secret: string): string {
  const parts = secret.match(new RegExp(`[^]{${stretchLength}}`, 'g')) ?? [];
  return `(?:${parts.map(escaped).join('|')})[\\w+/.~-]*`;
}

function patternsOf(secret: string): string[] {
  const text = secret.toWellFormed();
  const inJson = jsonEscaped(text);
  const encoded = [encodeURIComponent(text), formEncode(text), inJson, jsonEscaped(inJson)];
  const cores = base64Cores(text).filter((core) => core.length >= 4);
  const urlSafe = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
  // The characters next to a core hold some bits of the secret, too.
  const inBase64 = [...cores, ...urlSafe].map((core) => `[\\w+/-]?${escaped(core)}[\\w+/-]?={0,2}`);
  return [...[secret, ...encoded].map(escaped), htmlPattern(text), ...inBase64];
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Servers differ in which of the five they escape, and whether by name or by number. */
function htmlPattern(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": 'apos',
  };
  return escaped(text).replace(/[&<>"']/g, (character) => {
    const code = character.charCodeAt(0);
    return `(?:${character}|&(?:${names[character]}|#0*${code}|#x0*${code.toString(16)});)`;
  });
}

/** The characters of base64 that depend on the secret alone, when 0, 1 or 2 other bytes stand before it. */
function base64Cores(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  return [0, 1, 2].map((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    return base64OfBytes(shifted).slice(Math.ceil((8 * before) / 6), Math.floor((8 * shifted.length) / 6));
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
