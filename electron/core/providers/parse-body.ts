import type { HttpAnswer } from '#core/ports';

/** The body of an answer as far as it can be understood. */
export type ParsedBody =
  | { readonly kind: 'json'; readonly value: object }
  | { readonly kind: 'empty' | 'html' }
  | { readonly kind: 'text'; readonly text: string }
  /** It looks like JSON and is not usable as such. */
  | { readonly kind: 'badJson'; readonly reason: 'notJson' | 'repeatedMember' | 'tooDeep' };

const depthLimit = 64;
const namesToken = /(access|refresh|id)_?token["']?\s*[:=]/i;

/**
 * Reads a body by what it is rather than by its `Content-Type`, which services get wrong: JSON arrives as `text/plain` or
 * `text/html`, and some answer form-encoded. A member that stands twice is refused (RFC 6749 section 5.1: parameters
 * must not be included more than once), because two readers could take two different tokens from it.
 */
export function parseBody(answer: Pick<HttpAnswer, 'headers' | 'body'>): ParsedBody {
  const text = answer.body.replace(/^\ufeff/, '').trim();
  if (text === '') return { kind: 'empty' };
  if (text.startsWith('{') || text.startsWith('[')) return parseJson(text);
  const contentType = answer.headers['content-type'] ?? '';
  if (text.startsWith('<') || /html/i.test(contentType)) return { kind: 'html' };
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return parseForm(text);
  // Text is shown as what the service says, so a damaged answer that may hold a token must not pass for text.
  return namesToken.test(text) ? { kind: 'badJson', reason: 'notJson' } : { kind: 'text', text };
}

function parseJson(text: string): ParsedBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'badJson', reason: 'notJson' };
  }
  const reason = structureProblem(text);
  if (reason !== null) return { kind: 'badJson', reason };
  return typeof value === 'object' && value !== null
    ? { kind: 'json', value }
    : { kind: 'badJson', reason: 'notJson' };
}

function parseForm(text: string): ParsedBody {
  const members = [...new URLSearchParams(text)];
  const names = new Set(members.map(([name]) => name));
  if (names.size < members.length) return { kind: 'badJson', reason: 'repeatedMember' };
  return { kind: 'json', value: Object.fromEntries(members) };
}

/** Looks for repeated members and deep nesting in text that is valid JSON; `JSON.parse` keeps silent about both. */
function structureProblem(json: string): 'repeatedMember' | 'tooDeep' | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') {
      if (open.push(new Set()) > depthLimit) return 'tooDeep';
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = stringEnd(json, at);
      if (isMemberName(json, end)) {
        const name = String(JSON.parse(json.slice(at, end + 1)));
        const names = open.at(-1);
        if (names?.has(name)) return 'repeatedMember';
        names?.add(name);
      }
      at = end;
    }
  }
  return null;
}

function isMemberName(json: string, end: number): boolean {
  let at = end + 1;
  while (/\s/.test(json[at] ?? '')) at++;
  return json[at] === ':';
}

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
