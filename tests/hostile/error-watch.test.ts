import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { createCanary, findCanaries } from '../canary/canary.ts';
import { judgedPresetIds } from './acceptable-answer.ts';
import { ErrorWatch } from './error-watch.ts';
import { HostileTrial } from './hostile-trial.ts';
import { startRawService } from './raw-service.ts';
import { hostileAnswer } from './served-answer.ts';

it('sees errors that are caught, their causes and their members', async () => {
  const watch = await ErrorWatch.start();
  try {
    throw Object.assign(new Error('outer', { cause: new TypeError('inner') }), {
      detail: { deep: 'member' },
    });
  } catch {}
  await Promise.reject(new AggregateError([new Error('one of several')], 'all')).catch(() => {});
  const thrown = await watch.stop();
  const text = thrown.map((error) => error.text).join('\n');
  for (const part of ['outer', 'inner', 'member', 'one of several', 'all', 'error-watch.test.ts'])
    expect(text).toContain(part);
  expect(thrown[0]?.files[0]).toMatch(/error-watch\.test\.ts$/);
});

it('finds no secret in what is thrown over hostile answers (NW-11, reduced)', async () => {
  const secret = createCanary('key secret');
  const answers = fc.sample(fc.tuple(fc.constantFrom(...judgedPresetIds), hostileAnswer(secret.text)), 12);
  const trial = await HostileTrial.start(secret);
  const watch = await ErrorWatch.start();
  for (const [presetId, answer] of answers) await trial.give(presetId, answer);
  await turn();
  const thrown = await watch.stop();
  await trial.stop();
  expect(thrown.length).toBeGreaterThan(0);
  expect(thrown.flatMap(({ text }) => findCanaries(text, [secret], text))).toEqual([]);
}, 60_000);

it('keeps nothing of an answer that is no HTTP in the error of the parser', async () => {
  const token = createCanary('access token');
  const bytes = Buffer.from(`SSH-2.0 ${token.text}\r\n${token.text}`);
  const service = await startRawService(() => ({ pieces: [bytes], end: 'close' }));
  const watch = await ErrorWatch.start();
  const answer = await new UndiciHttp('1.0.0').send({
    method: 'GET',
    url: service.origin,
    headers: {},
    body: null,
    extraCaPem: null,
  });
  await turn();
  const thrown = await watch.stop();
  await service.stop();
  expect(answer).toMatchObject({ failure: { kind: 'unusableAnswer', reason: 'notHttp' } });
  expect(thrown.map(({ text }) => text.split('\n')[0]).join()).toContain('HTTPParserError');
  expect(thrown.flatMap(({ text }) => findCanaries(text, [token], text))).toEqual([]);
});
