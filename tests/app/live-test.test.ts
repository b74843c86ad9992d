import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStep } from '#contract/test-report';
import { failureWords } from '#contract/words/failure-words';
import { SpellingIndex } from '../canary/spelling-index.ts';
import { spellingsOf } from '../canary/spellings.ts';
import { json } from '../fakes/scripted-http.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { exchangePresetIds, key, keyOf, serviceOf } from './exchange-rig.ts';
import { HeardHttp } from './heard-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { changesIn, formOf, testForm } from './live-test-rig.ts';

let services: SampleServices;
let keyfob: KeyfobInMemory;
let http: HeardHttp;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  http = new HeardHttp();
  keyfob = await KeyfobInMemory.start({ http });
});

/** With an issuer, so that its metadata are read first. */
const discovered = () => {
  const { oauth, caPem } = services;
  const { id: clientId, secret: clientSecret } = oauth.basicClient;
  const entered = { issuer: oauth.origin, clientId, clientSecret, testUrl: oauth.testUrl };
  return formOf(key('oauth2', entered, { extraCaPem: caPem }));
};

const usualChanges = [
  'prepare running',
  'prepare passed',
  'connect running',
  'connect passed',
  'answer passed',
  'token passed',
  'testCall running',
  'testCall passed',
];

/** What holds of every run: no step is taken back, all are known at first, and the last event is the report. */
function expectOrder(steps: readonly TestStep[]): void {
  const names = steps.map(({ step }) => step);
  const last = keyfob.progress.at(-1);
  expect(keyfob.progress[0]?.map(({ step }) => step)).toEqual(names);
  expect(last?.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(
    steps.map(({ step, outcome }) => `${step} ${outcome}`),
  );
  const ended = changesIn(keyfob.progress).filter((change) => /passed|failed/.test(change));
  expect(new Set(ended).size).toBe(ended.length);
  const order = ended.map((change) => names.findIndex((name) => change.startsWith(`${name} `)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
}

describe('the progress of a test', () => {
  it.each(exchangePresetIds)('tells of each step in its order: %s', async (id) => {
    const report = await testForm(keyfob, formOf(keyOf(services, id)));
    expect(report.passed).toBe(true);
    expect(changesIn(keyfob.progress)).toEqual(usualChanges);
    expectOrder(report.steps);
  });

  it('begins with the metadata where there is an issuer', async () => {
    const report = await testForm(keyfob, discovered());
    expect(report.passed).toBe(true);
    expect(changesIn(keyfob.progress)).toEqual(['discover running', 'discover passed', ...usualChanges]);
    expectOrder(report.steps);
  });

  it('ends where it fails: the rest was not run', async () => {
    const wrong = await testForm(keyfob, formOf(keyOf(services, 'layar', 'wrong')));
    expectOrder(wrong.steps);
    expect(wrong.steps.map(({ outcome }) => outcome).join(' ')).toBe('passed passed failed notRun notRun');
    keyfob.progress.length = 0;
    const form = discovered();
    services.oauth.failNext('html', 3, 'other');
    const lost = await testForm(keyfob, form);
    services.oauth.failNoMore();
    expectOrder(lost.steps);
    expect(lost.steps.map(({ outcome }) => outcome).join(' ')).toBe(
      'failed notRun notRun notRun notRun notRun',
    );
  });
});

describe('a test that is stopped', () => {
  const hang = async (purpose: 'other' | 'exchange' | 'testCall', reached: () => boolean) => {
    services.oauth.failNext('hang', 1, purpose);
    const tested = testForm(keyfob, discovered());
    await keyfob.until(reached);
    const requests = http.requests.length;
    keyfob.app.tests.cancel('run');
    const report = await tested;
    await http.quiet(keyfob);
    expect(http.requests).toHaveLength(requests);
    expect(report).toMatchObject({ passed: false, failure: { kind: 'cancelled' } });
    return report;
  };

  it.each([
    ['other', 'discover', () => http.requests.length === 1],
    ['exchange', 'answer', () => http.to('/token').length === 1],
    ['testCall', 'testCall', () => http.to('/api/me').length === 1],
  ] as const)('in the phase %s ends at once at its step', async (purpose, step, reached) => {
    const report = await hang(purpose, reached);
    expect(report.failure).toMatchObject({ step });
    expect(report.steps.find((each) => each.step === step)?.outcome).toBe('failed');
    expect(report.steps.every(({ outcome }) => outcome !== 'running')).toBe(true);
    expect(keyfob.progress.at(-1)?.every(({ outcome }) => outcome !== 'running')).toBe(true);
  });

  it('before it began, while it waits for the token of another key, sends nothing', async () => {
    const scripted = await KeyfobInMemory.start();
    const source = await scripted.add({ name: 'source' });
    scripted.time.sleep(2 * 3_600_000);
    scripted.http.hold();
    const fields = {
      tokenUrl: 'https://sts.example/token',
      subjectToken: source,
      clientAuthentication: 'none',
    };
    const form = { ...discovered(), presetId: 'oauth2-token-exchange', extraCaPem: null, fields };
    const tested = testForm(scripted, form);
    await scripted.until(() => scripted.http.requests.length === 2);
    scripted.app.tests.cancel('run');
    scripted.http.release();
    expect(await tested).toMatchObject({ passed: false, failure: { kind: 'cancelled' } });
    expect(scripted.http.requests.filter(({ url }) => url.startsWith('https://sts.example'))).toEqual([]);
  });

  it('stops that run only', async () => {
    const form = formOf(keyOf(services, 'layar'));
    const release = services.layar.hold();
    const runs = [testForm(keyfob, form, 'first'), testForm(keyfob, form, 'second')];
    await keyfob.until(() => http.requests.length === 2);
    keyfob.app.tests.cancel('first');
    keyfob.app.tests.cancel('no such run');
    release();
    expect((await Promise.all(runs)).map(({ passed }) => passed)).toEqual([false, true]);
  });
});

describe('a report', () => {
  const secret = 'cAnAry/+&=%"<ü-2f7c9e1b-4d6a-8f3e';

  it('holds no secret, whatever the service says', async () => {
    const scripted = await KeyfobInMemory.start();
    const forms = ['celerdata', 'ibm-dbaas', 'ibm-iam', 'layar', 'oauth2'].map((id) =>
      formOf(keyOf(services, id, secret)),
    );
    const index = new SpellingIndex(
      spellingsOf(secret).map((spelling) => ({ label: spelling.name, spelling })),
    );
    for (const form of forms) {
      for (const status of [200, 400, 401, 403, 404, 429, 500, 302]) {
        const said = [
          secret,
          encodeURIComponent(secret),
          btoa(encodeURIComponent(secret)),
          `id:${secret}`,
        ].join(' ');
        const echo = {
          error: secret,
          error_description: said,
          message: said,
          [secret]: { code: said },
          code: said,
        };
        const headers = { 'x-request-id': 'r', 'retry-after': '1' };
        scripted.http.answerWith(json(status, echo, headers), json(status, echo, headers));
        const report = await testForm(scripted, form);
        const words = report.failure && failureWords(report.failure, 'test');
        const shown = JSON.stringify([report, words, scripted.progress, scripted.log.lines]);
        expect(index.find(Buffer.from(shown)).map(({ label }) => label)).toEqual([]);
        scripted.progress.length = 0;
      }
    }
  });

  it('of a test that passed holds no token either', async () => {
    for (const id of exchangePresetIds) {
      const service = serviceOf(services, id);
      const before = service.issuedTokens().length;
      const report = await testForm(keyfob, formOf(keyOf(services, id)));
      const tokens = service.issuedTokens().slice(before);
      expect(tokens.length).toBeGreaterThan(0);
      const shown = JSON.stringify([report, keyfob.progress]);
      for (const { token } of tokens) expect(shown).not.toContain(token);
    }
  });
});
