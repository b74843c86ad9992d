/** One way in which a text can stand in a file, a log or a memory. */
export interface Spelling {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Every way in which a leaked text is looked for: raw, base64 and base64url at the three offsets
 * that other bytes before it can cause, hex, URL-encoded, UTF-16 and JSON-escaped. Equal ones are given once.
 */
export function spellingsOf(text: string): readonly Spelling[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  const url = encodeURIComponent(text);
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const base64 = [0, 1, 2].map((offset) => base64Core(utf8, offset));
  const all: Spelling[] = [
    { name: 'raw', bytes: utf8 },
    ...base64.map((core, offset) => ({ name: `base64 at ${offset}`, bytes: Buffer.from(core) })),
    ...base64.map((core, offset) => ({
      name: `base64url at ${offset}`,
      bytes: Buffer.from(asUrlSafe(core)),
    })),
    { name: 'hex', bytes: Buffer.from(hex) },
    { name: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    { name: 'URL-encoded', bytes: Buffer.from(url) },
    { name: 'URL-encoded in lower case', bytes: Buffer.from(withLowerCaseEscapes(url)) },
    { name: 'form-encoded', bytes: Buffer.from(form) },
    { name: 'UTF-16LE', bytes: utf16 },
    { name: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
    { name: 'JSON-escaped', bytes: Buffer.from(JSON.stringify(text).slice(1, -1)) },
    // How a text looks that was put into JSON twice: a logged answer inside a log line.
    { name: 'JSON-escaped twice', bytes: Buffer.from(JSON.stringify(JSON.stringify(text)).slice(3, -3)) },
  ];
  return all.filter(({ bytes }, at) => all.findIndex((other) => other.bytes.equals(bytes)) === at);
}

/** The characters of base64 that depend on the text alone when `offset` other bytes stand before it (modulo 3). */
function base64Core(bytes: Buffer, offset: number): string {
  const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((8 * offset) / 6);
  const end = Math.floor((8 * shifted.length) / 6);
  return shifted.toString('base64').slice(first, end);
}

function asUrlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function withLowerCaseEscapes(url: string): string {
  return url.replace(/%[0-9A-F]{2}/g, (percent) => percent.toLowerCase());
}
