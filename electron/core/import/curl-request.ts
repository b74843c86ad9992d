import { splitPair } from './basic-pair.ts';
import {
  bodyOfText,
  type CalledBody,
  type CalledRequest,
  calledRequest,
  formPairs,
  headerValue,
  type Pair,
} from './called-request.ts';
import { longNames, longWithValue, shortWithValue, toldOptions } from './curl-options.ts';
import type { ImportNote } from './import-candidate.ts';

/** A switch or an option with its value; the name is the long one. */
type Option = readonly [name: string, value: string];

/** The request that a curl command makes, or null when it names no URL. */
export function readCurlRequest(words: readonly string[]): CalledRequest | null {
  const { options, others } = splitOptions(words);
  const all = (...names: string[]) =>
    options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const has = (name: string) => options.some(([given]) => given === name);
  const url = [...all('url'), ...others].find(looksLikeUrl);
  if (url === undefined) return null;
  const notes: ImportNote[] = [];
  const headers = readHeaders(options, notes);
  const data = readData(options, notes);
  const isInQuery = has('get');
  const text = data.join('&');
  const contentType = headerValue(headers, 'content-type') ?? '';
  const sent: CalledBody =
    has('form') || has('form-string') ? { kind: 'multipart' } : bodyOfText(text, contentType);
  const body: CalledBody = isInQuery ? { kind: 'none' } : sent;
  const usual = has('head') ? 'HEAD' : has('upload-file') ? 'PUT' : body.kind === 'none' ? 'GET' : 'POST';
  const user = all('user').at(-1);
  if (has('insecure')) notes.push({ kind: 'certificatesAreChecked', what: '' });
  if (has('cacert') || has('capath')) notes.push({ kind: 'caFileNotRead', what: '' });
  for (const [name] of options)
    if (toldOptions.has(name)) notes.push({ kind: 'optionIgnored', what: `--${name}` });
  return calledRequest({
    method: all('request').at(-1) ?? usual,
    url,
    headers,
    query: [...all('url-query'), ...(isInQuery ? [text] : [])].flatMap(formPairs),
    body,
    // Without a colon curl asks for the password.
    ...(user !== undefined && { basic: splitPair(user.includes(':') ? user : `${user}:<password>`) }),
    notes,
  });
}

function readHeaders(options: readonly Option[], notes: ImportNote[]): Pair[] {
  const headers: Pair[] = [];
  for (const [name, value] of options) {
    if (name === 'oauth2-bearer') headers.push(['Authorization', `Bearer ${value}`]);
    if (name === 'json') headers.push(['Content-Type', 'application/json']);
    if (name !== 'header') continue;
    if (value.startsWith('@')) notes.push({ kind: 'fileNotRead', what: '--header' });
    const colon = value.indexOf(':');
    if (colon > 0) headers.push([value.slice(0, colon).trim(), value.slice(colon + 1).trim()]);
  }
  return headers;
}

/** Parts of the body in order; `@file` is not read. */
function readData(options: readonly Option[], notes: ImportNote[]): string[] {
  const parts: string[] = [];
  for (const [name, value] of options) {
    const isEncoded = name === 'data-urlencode';
    if (!isEncoded && name !== 'json' && !/^data(-raw|-binary|-ascii)?$/.test(name)) continue;
    const isFile = isEncoded ? /^[^=]*@/.test(value) : name !== 'data-raw' && value.startsWith('@');
    if (isFile) notes.push({ kind: 'fileNotRead', what: `--${name}` });
    else parts.push(isEncoded ? encoded(value) : value);
  }
  return parts;
}

/** `name=content` and `=content`: the content is encoded. */
function encoded(value: string): string {
  const equals = value.indexOf('=');
  const name = equals > 0 ? value.slice(0, equals + 1) : '';
  return name + encodeURIComponent(value.slice(equals + 1).toWellFormed());
}

/** Some addresses are printed without scheme, or begin with a variable. */
function looksLikeUrl(word: string): boolean {
  return (
    /^https?:\/\/\S/i.test(word) ||
    /^(\{\{|\$\{?|<|\{)[\w\s.-]+(\}\}|\}|>)?(\/\S*)?$/.test(word) ||
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?([/?].*)?$/i.test(word) ||
    /^localhost(:\d+)?([/?].*)?$/i.test(word)
  );
}

function splitOptions(words: readonly string[]): { options: Option[]; others: string[] } {
  const options: Option[] = [];
  const others: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    // Word processors turn the hyphens of options into dashes.
    const word = (words[at] ?? '').replace(/^—|^––/, '--').replace(/^–/, '-');
    const next = words[at + 1] ?? '';
    const found = word.startsWith('--') ? longOption(word, next) : shortOptions(word, next);
    if (found === null) {
      others.push(word);
      continue;
    }
    options.push(...found.options);
    if (found.usesNext) at += 1;
  }
  return { options, others };
}

interface FoundOptions {
  readonly options: readonly Option[];
  readonly usesNext: boolean;
}

function longOption(word: string, next: string): FoundOptions {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  if (!longWithValue.has(name)) return { options: [[name, '']], usesNext: false };
  return equals < 0
    ? { options: [[name, next]], usesNext: true }
    : { options: [[name, word.slice(equals + 1)]], usesNext: false };
}

/** `-sSL`, `-XPOST`, `-uid:secret`, `-sXPOST`; null for a word that is no option. */
function shortOptions(word: string, next: string): FoundOptions | null {
  if (!/^-[A-Za-z0-9#:]/.test(word)) return null;
  const options: Option[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const name = longNames[letter] ?? letter;
    if (!shortWithValue.includes(letter)) {
      options.push([name, '']);
      continue;
    }
    const attached = word.slice(at + 1);
    options.push([name, attached === '' ? next : attached]);
    return { options, usesNext: attached === '' };
  }
  return { options, usesNext: false };
}
