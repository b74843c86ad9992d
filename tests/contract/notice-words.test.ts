import { describe, expect, it } from 'vitest';
import type { NoticeKindView } from '#contract/inbox-view';
import { digestWords } from '#contract/words/notice-words';

const dayMs = 86_400_000;
const notice = (kind: NoticeKindView, keyName: string, expiresInDays: number | null = null) => ({
  kind,
  keyId: 'an id',
  keyName,
  expiresAtMs: expiresInDays === null ? null : expiresInDays * dayMs,
  failure: null,
});

describe('a notification', () => {
  it('of one notice says what it is and what to do', () => {
    const words = (kind: NoticeKindView, days: number | null = null) =>
      digestWords([notice(kind, 'prod', days)], 0);
    expect(words('keyExpires', 6.5).title).toBe('prod expires in 6 days');
    expect(words('keyExpired', -1).title).toBe('prod has expired');
    expect(words('tokenLost').title).toBe('prod can no longer be renewed');
    expect(words('rotationDue').title).toBe('prod is due for a new secret');
    expect(words('keyExpires', 6).body).toMatch(
      /Make a new key at the provider in time\. Click to open this key\.$/,
    );
    expect(digestWords([{ ...notice('recordsAltered', ''), keyId: null }], 0).body).toMatch(
      /Click to see the list\.$/,
    );
  });

  it('of many names the first and counts the rest', () => {
    const expiring = Array.from({ length: 10_000 }, (_, at) => notice('keyExpires', `key ${at}`, at + 1.5));
    expect(digestWords(expiring, 0)).toEqual({
      title: '10000 keys expire soon',
      body: 'key 0 in 36 h, key 1 in 2 days, key 2 in 3 days, key 3 in 4 days and 9996 more. Click to open the first.',
    });
    const mixed = [notice('tokenLost', 'lost'), ...expiring.slice(0, 3), notice('rotationDue', 'old')];
    expect(digestWords(mixed, 0)).toEqual({
      title: '5 notices about your keys',
      body: '1 key can no longer be renewed: lost. 3 keys expire soon: key 0 in 36 h, key 1 in 2 days and 1 more. 1 key is due for a new secret: old. Click to open the first.',
    });
  });

  it('cannot be disguised or flooded by a name or by what a provider says', () => {
    const title = (name: string) => digestWords([notice('keyExpired', name)], 0).title;
    expect(title('prod\nYour keys are safe')).toBe('prod\\u000AYour keys are safe has expired');
    expect(title('prod\u202Eevil')).toBe('prod\\u202Eevil has expired');
    expect(title('n'.repeat(80))).toBe(`${'n'.repeat(39)}… has expired`);
    expect(title('🔑'.repeat(41))).toBe(`${'🔑'.repeat(39)}… has expired`);
    expect(title('مفتاح')).toBe('\u2068مفتاح\u2069 has expired');
    const providerMessage = `no\u202E${'x'.repeat(5_000)}`;
    const failure = { kind: 'refused', providerMessage } as const;
    const { body } = digestWords([{ ...notice('tokenLost', 'prod'), failure }], 0);
    expect(body.length).toBeLessThan(450);
    expect(body).not.toContain('\u202E');
    const many = Array.from({ length: 4 }, () => notice('tokenLost', '\u202E'.repeat(80)));
    expect(digestWords(many, 0).body.length).toBeLessThan(250);
  });
});
