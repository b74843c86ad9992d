import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { exchangeKey } from '#app/exchange-key';
import { exchangePorts, key } from '../app/exchange-rig.ts';
import { type RawRequest, type RawService, startRawService } from '../hostile/raw-service.ts';

/** What a server understood of the last request. */
let received: RawRequest | null = null;
let service: RawService;
const ports = exchangePorts(new UndiciHttp('0.0.0'));

beforeAll(async () => {
  service = await startRawService((request) => {
    received = request;
    const body = '{"access_token":"a-token"}';
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    return { pieces: [Buffer.from(head + body)], end: 'close' };
  });
});
afterAll(() => service.stop());

/** `application/x-www-form-urlencoded`, decoded byte by byte as RFC 6749 appendix B says, without the platform's parser. */
function formDecode(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '%') {
      const hex = text.slice(at + 1, at + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) throw new Error('a percent sign that encodes nothing');
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else if (character === '+') bytes.push(0x20);
    else if (/^[A-Za-z0-9*._-]$/.test(character)) bytes.push(character.charCodeAt(0));
    else throw new Error('a character that must be encoded');
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** RFC 7617 section 2: everything before the first colon is the id. */
function basicPair({ headers }: RawRequest): [string, string] {
  const [, base64 = ''] = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(headers['authorization'] ?? '') ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const pair = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)];
}

function formMember({ body }: RawRequest, name: string): string {
  const found = body.split('&').filter((member) => member.startsWith(`${name}=`));
  if (found.length !== 1) throw new Error(`${name} stands ${found.length} times`);
  return formDecode(found[0]?.slice(name.length + 1) ?? '');
}

/** Everything that Unicode calls neither control, format, surrogate, private nor unassigned, and often what encoders stumble on. */
const character = fc.oneof(
  fc.constantFrom(...'%+:&=/?#"\\\'<> ~*._-;,|é€ß漢🗝'),
  fc
    .integer({ min: 0x20, max: 0x10ffff })
    .filter((code) => /^\P{C}$/u.test(String.fromCodePoint(code)) && code !== 0x2028 && code !== 0x2029)
    .map((code) => String.fromCodePoint(code)),
);
/** The form drops white space around a value, so none is entered. */
const printable = fc
  .array(character, { minLength: 1, maxLength: 60 })
  .map((characters) => characters.join(''))
  .filter((text) => text === text.trim());
const asciiOnly = printable.map((text) => text.replace(/[^\x21-\x7e]/g, 'x'));
const withoutColon = printable.filter((text) => !text.includes(':'));

async function sent(presetId: string, entered: Record<string, string>): Promise<RawRequest> {
  received = null;
  const { preset, inputs } = key(presetId, entered);
  const exchanged = await exchangeKey(ports, preset, inputs);
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  if (received === null) throw new Error('nobody was asked');
  return received;
}

describe('what was entered arrives, whatever printable Unicode it is', () => {
  const runs = { numRuns: 60 };
  const oauth = (clientAuthentication: string, clientId: string, clientSecret: string) =>
    sent('oauth2', { tokenUrl: `${service.origin}/token`, clientAuthentication, clientId, clientSecret });

  it('at a server that follows RFC 6749 section 2.3.1', () =>
    fc.assert(
      fc.asyncProperty(printable, printable, async (id, secret) => {
        expect(basicPair(await oauth('basic', id, secret)).map(formDecode)).toEqual([id, secret]);
      }),
      runs,
    ));

  it('at a server that takes the Basic pair as it is', () =>
    fc.assert(
      fc.asyncProperty(withoutColon, printable, async (id, secret) => {
        expect(basicPair(await oauth('basicRaw', id, secret))).toEqual([id, secret]);
      }),
      runs,
    ));

  it.each(['celerdata', 'layar'])('at %s, which takes it as it is too', (presetId) =>
    fc.assert(
      fc.asyncProperty(withoutColon, printable, async (clientId, clientSecret) => {
        const request = await sent(presetId, { host: service.origin, clientId, clientSecret });
        expect(basicPair(request)).toEqual([clientId, clientSecret]);
      }),
      runs,
    ),
  );

  it('at a server that reads the body', () =>
    fc.assert(
      fc.asyncProperty(printable, printable, async (id, secret) => {
        const request = await oauth('body', id, secret);
        expect([formMember(request, 'client_id'), formMember(request, 'client_secret')]).toEqual([
          id,
          secret,
        ]);
      }),
      runs,
    ));

  it('at IBM Cloud IAM', () =>
    fc.assert(
      fc.asyncProperty(printable, async (apiKey) => {
        const request = await sent('ibm-iam', { host: service.origin, apiKey });
        expect(formMember(request, 'apikey')).toBe(apiKey);
      }),
      runs,
    ));

  it('at IBM Hyper Protect, whose header takes ASCII alone', () =>
    fc.assert(
      fc.asyncProperty(asciiOnly, async (apiKey) => {
        const request = await sent('ibm-dbaas', { host: service.origin, apiKey });
        expect(request.headers['api_key']).toBe(apiKey);
      }),
      runs,
    ));
});
