import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName } from '#core/api-key';
import { findDuplicates, type StoredKeyFacts } from '#core/import/find-duplicates';
import { freeName } from '#core/import/free-name';
import { readImport } from '#core/import/read-import';
import { Secret } from '#core/secret';
import { presets } from './importable-presets.ts';

const digest = (secret: Secret) => createHmac('sha256', 'k').update(secret.reveal()).digest('hex');
const digestOf = (text: string) => digest(new Secret(text));
const stored = (id: string, facts: Partial<StoredKeyFacts>): StoredKeyFacts => ({
  id,
  name: `key ${id}`,
  presetId: 'celerdata',
  fields: {},
  secretDigests: {},
  ...facts,
});
const check = (text: string, keys: readonly StoredKeyFacts[] = []) =>
  findDuplicates(readImport(text, presets).candidates, keys, digest);

const celer = (id: string, secret: string) => `CELERDATA_CLIENT_ID=${id}\nCELERDATA_CLIENT_SECRET=${secret}`;
const own = stored('1', {
  fields: { clientId: 'id1', host: 'https://cloud-api.celerdata.com' },
  secretDigests: { clientSecret: digestOf('s1') },
});

describe('a candidate', () => {
  it('with the same provider, secret and values is the stored key', () => {
    expect(check(celer('id1', 's1'), [stored('0', {}), own])).toMatchObject([
      { sameAs: { keyId: '1' }, isNameTaken: false },
    ]);
    expect(check(celer('ID1', 's1'), [own])).toMatchObject([{ sameAs: { keyId: '1' } }]);
  });

  it.each([
    ['secret', celer('id1', 's2')],
    ['client id', celer('id2', 's1')],
    ['host', `${celer('id1', 's1')}\nCELERDATA_HOST=other.example`],
    ['provider', celer('id1', 's1').replaceAll('CELERDATA', 'ACME')],
  ])('with another %s is another key', (_what, text) => {
    expect(check(text, [own])).toMatchObject([{ sameAs: null }]);
  });

  it('that another preset takes as well is found under it', () => {
    const iam = stored('7', { presetId: 'ibm-dbaas', secretDigests: { apiKey: digestOf('abc') } });
    expect(check('{"name":"x","createdAt":"","apiKey":"abc","iam_id":"i"}', [iam])).toMatchObject([
      { sameAs: { keyId: '7' } },
    ]);
  });

  it('without secrets is the same as none', () => {
    const empty = celer('id1', '<secret>');
    expect(check(`${empty}`, [stored('1', { fields: { clientId: 'id1' } })])).toMatchObject([
      { sameAs: null },
    ]);
  });

  it('may be the same as an earlier one of the import, also at a new service', () => {
    const twice = `[{"apikey":"a","iam_id":"1","name":"x"},{"apikey":"b","iam_id":"1","name":"x"},{"apikey":"a","iam_id":"1","name":"y"}]`;
    expect(check(twice)).toEqual([
      { sameAs: null, isNameTaken: false, freeName: 'x' },
      { sameAs: null, isNameTaken: true, freeName: 'x 2' },
      { sameAs: { candidate: 0 }, isNameTaken: false, freeName: 'y' },
    ]);
  });

  it('whose name is taken, in whatever case, gets a free one', () => {
    const names = ['X', 'x 2'].map((name, index) => stored(String(index), { name }));
    expect(check('{"apikey":"a","name":"x"}', names)).toMatchObject([{ isNameTaken: true, freeName: 'x 3' }]);
  });
});

it('free names can be given and are free', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'B', '🔑', ' ', '2'), minLength: 1, maxLength: 90 });
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 5 }), (wanted, taken) => {
      fc.pre(wanted.trim() !== '' && wanted.trim() === wanted);
      const all = new Set([...taken, wanted, `${wanted} 2`].map((text) => text.toLowerCase()));
      const free = freeName(wanted, all);
      expect(all.has(free.toLowerCase())).toBe(false);
      expect(checkName(free, all)).toEqual({ ok: true, value: free });
    }),
  );
});
