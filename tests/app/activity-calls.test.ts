import { beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { ActivityEventView } from '#contract/activity-view';
import { fail, ok } from '#core/failure';
import { createCanary, describeHits, findCanaries } from '../canary/canary.ts';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let keyfob: KeyfobInMemory;
let shell: MemoryShell;
let calls: ReturnType<typeof callHandlers>;

beforeEach(async () => {
  keyfob = await KeyfobInMemory.start();
  shell = new MemoryShell();
  shell.newFile = 'mine.txt';
  calls = callHandlers(keyfob.app, shell);
});

describe('an export of the activity log', () => {
  it('as a table has all events, the newest first, and no formula', async () => {
    const id = await keyfob.add({ name: '=SUM(A1)' });
    expect(await calls['activity.export']({ format: 'csv' })).toEqual(ok({ fileName: 'mine.txt' }));
    const [head, issued, ...more] = (shell.saved.get('keyfob-activity.csv') ?? '').split('\r\n');
    expect(head).toMatch(/^"Time \(UTC\)","Key","Event",/);
    const until = new Date(keyfob.time.nowMs() + hourMs).toISOString();
    expect(issued).toMatch(
      /^"2026-06-01T09:00:00.000Z","'=SUM\(A1\)","Token issued, valid until \d\d:\d\d","issued",/,
    );
    expect(issued).toContain(`"${until}","","","${id}"`);
    expect(more).toHaveLength(3);
  });

  it('as JSON can be read back', async () => {
    await keyfob.add({ name: 'prod' });
    await calls['activity.export']({ format: 'json' });
    const events: (ActivityEventView & { at: string })[] = JSON.parse(
      shell.saved.get('keyfob-activity.json') ?? '',
    );
    expect(events.map(({ kind }) => kind)).toEqual(['issued', 'added', 'unlocked']);
    for (const event of events) expect(Date.parse(event.at)).toBe(event.atMs);
  });

  it('can be given up', async () => {
    shell.newFile = null;
    expect(await calls['activity.export']({ format: 'csv' })).toEqual(ok({ fileName: null }));
  });
});

describe('a key’s timeline', () => {
  it('shows its tokens, what happened to it, and its own end', async () => {
    const startMs = keyfob.time.nowMs();
    const keyExpiresAtMs = startMs + 40 * dayMs;
    const id = await keyfob.add({ name: 'prod', keyExpiresAtMs });
    await keyfob.add({ name: 'other' });
    await keyfob.time.advance(60_000);
    await keyfob.app.tokens.renew(id, true);
    const range = { fromMs: startMs, toMs: startMs + 2 * hourMs };
    expect(await calls['keys.timeline']({ keyId: id, ...range })).toEqual(
      ok({
        tokens: [
          { obtainedAtMs: startMs, expiresAtMs: startMs + hourMs, replacedAtMs: startMs + 60_000 },
          { obtainedAtMs: startMs + 60_000, expiresAtMs: startMs + 60_000 + hourMs, replacedAtMs: null },
        ],
        marks: [{ atMs: startMs, kind: 'added', failure: null }],
        keyExpiresAtMs,
      }),
    );
    expect(await calls['keys.timeline']({ keyId: 'nobody', ...range })).toEqual(fail('keyNotFound'));
  });
});

describe('no secret', () => {
  const secret = createCanary('key secret');
  const edited = createCanary('edited key secret');
  const token = createCanary('token');
  const staticToken = createCanary('static token');
  const refreshToken = createCanary('refresh token');
  const canaries = [secret, edited, token, staticToken, refreshToken];
  const fields = { host: 'https://cloud-api.celerdata.com', clientId: 'an-id' };
  /** What an unkind service says: everything that it was sent. */
  const echo = (status: number) => () => {
    const sent = keyfob.http.requests.at(-1);
    const said = [sent?.url, JSON.stringify(sent?.headers), sent?.body, secret.text].join(' ');
    return json(status, { error: 'server_error', error_description: said }, { 'x-request-id': secret.text });
  };

  it('gets into stored events, exports or the calendar, whatever a service says', async () => {
    const issue = json(200, { access_token: token.text, refresh_token: refreshToken.text, expires_in: 3600 });
    keyfob.http.answerWith(issue, echo(500), echo(429), echo(401), issue, issue, issue);
    const keyExpiresAtMs = keyfob.time.nowMs() + dayMs;
    const draft = {
      name: 'prod',
      presetId: 'celerdata',
      description: '',
      extraCaPem: null,
      createdAtMs: null,
    };
    const whole = { ...draft, keyExpiresAtMs, minimumValidityS: 60 };
    const id = await keyfob.add({ ...whole, fields: { ...fields, clientSecret: secret.text } });
    for (let i = 0; i < 3; i++) await keyfob.app.tokens.renew(id, true);
    await keyfob.app.reveal.reveal(id, 'clientSecret');
    await keyfob.app.keys.edit(id, { ...whole, fields: { ...fields, clientSecret: edited.text } });
    await keyfob.time.advance(0);
    for (const { id: form } of keyfob.viewOf(id)?.copyForms ?? []) await keyfob.app.copy.copy(id, form);
    await keyfob.add({ presetId: 'static-token', fields: { accessToken: staticToken.text }, keyExpiresAtMs });
    await keyfob.time.advance(10_000);

    await calls['activity.export']({ format: 'csv' });
    await calls['activity.export']({ format: 'json' });
    await calls['calendar.export']({});
    const stored = await keyfob.vault.readAll('activity');
    const places = [...shell.saved.values(), ...(stored.ok ? stored.value.records.values() : [])];
    expect(places).toHaveLength(4);
    const kinds = ['failed', 'issued', 'copied', 'revealed', 'edited'];
    for (const kind of kinds) expect(places[1]).toContain(`"kind":"${kind}"`);
    expect(places[1]).toContain('serviceFailed');
    expect(describeHits(places.flatMap((text) => findCanaries(text, canaries)))).toBe('');
  });
});
