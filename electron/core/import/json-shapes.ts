import { bodyOfText, type CalledBody, type Pair } from './called-request.ts';

/** Reading of JSON of any shape: what is missing or of another type is empty. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one for anything else. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as a list; an empty one for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text; numbers and switches are written out, anything else is empty. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Pairs of a list of `{ key|name, value }` without those that are switched off; an object gives its members. */
export function asPairs(value: unknown): Pair[] {
  if (!Array.isArray(value))
    return Object.entries(asObject(value)).map(([name, text]) => [name, asText(text)]);
  return value
    .map(asObject)
    .filter((entry) => entry['disabled'] !== true && entry['enabled'] !== false)
    .map((entry): Pair => [asText(entry['key']) || asText(entry['name']), asText(entry['value'])])
    .filter(([name]) => name !== '');
}

/** A body by its mode, as Postman and Bruno name them. */
export function bodyOfMode(mode: string, texts: Readonly<Record<string, unknown>>): CalledBody {
  switch (mode.toLowerCase().replace(/[^a-z]/g, '')) {
    case 'urlencoded':
    case 'formurlencoded':
      return { kind: 'form', members: asPairs(texts['form']) };
    case 'raw':
    case 'json':
    case 'text':
      return bodyOfText(asText(texts['text']), '');
    case 'formdata':
    case 'multipartform':
      return { kind: 'multipart' };
    case '':
    case 'none':
      return { kind: 'none' };
    default:
      return { kind: 'other' };
  }
}
