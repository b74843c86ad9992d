import { describe, expect, it } from 'vitest';
import { type ActivityEventView, activityKindViews } from '#contract/activity-view';
import { activityKindWords, activityWords } from '#contract/words/activity-words';
import { activityKinds } from '#core/activity';

const atMs = new Date(2026, 5, 1, 13, 20).getTime();
const event = (part: Partial<ActivityEventView>): ActivityEventView => ({
  serial: 1,
  atMs,
  kind: 'copied',
  keyId: null,
  keyName: 'prod',
  actor: null,
  expiresAtMs: null,
  failure: null,
  detail: '',
  ...part,
});
const words = (part: Partial<ActivityEventView>) => activityWords(event(part));

describe('words of an event', () => {
  it('are one sentence for every kind, without gaps', () => {
    expect(activityKindViews).toEqual(activityKinds);
    for (const kind of activityKindViews) {
      expect(words({ kind })).toMatch(/^[A-Z]/);
      expect(words({ kind })).not.toMatch(/undefined|null|""/);
      expect(activityKindWords[kind]).toMatch(/^[A-Z]/);
    }
  });

  it('name the day of an end only where it is another one', () => {
    const expiresAtMs = new Date(2026, 5, 1, 14, 20).getTime();
    expect(words({ kind: 'refreshed', expiresAtMs })).toBe('Token renewed, valid until 14:20');
    const nextDay = new Date(2026, 5, 2, 0, 5).getTime();
    expect(words({ kind: 'issued', expiresAtMs: nextDay })).toBe(
      'Token issued, valid until 2 Jun 2026, 00:05',
    );
    expect(words({ kind: 'issued' })).toBe('Token issued');
  });

  it('say why there is no token, what was copied, and what was locked', () => {
    const failure = { kind: 'timedOut', host: 'svc.example' } as const;
    expect(words({ kind: 'failed', failure })).toBe('No token: svc.example did not answer in time.');
    expect(words({ detail: 'raw' })).toBe('Token copied');
    expect(words({ detail: 'curl' })).toBe('Token copied in the form "curl"');
    expect(words({ kind: 'locked', detail: 'screen' })).toBe('Screen locked');
    expect(words({ kind: 'notified', detail: 'tokenLost' })).toContain('no longer be renewed');
    expect(words({ kind: 'notified', detail: 'constructor' })).toBe('You were told: see the inbox');
  });
});
