import { expect, it } from 'vitest';
import { systemClock } from '#adapters/system-clock';
import { IssuerMetadata } from '#app/issuer-metadata';
import { json, ScriptedHttp } from '../fakes/scripted-http.ts';

const issuer = 'https://id.example/tenant';
const found = json(200, { issuer, token_endpoint: 'https://id.example/token' });
const nothing = json(404, {});

async function askWith(...replies: Parameters<ScriptedHttp['answerWith']>) {
  const http = new ScriptedHttp();
  http.answerWith(...replies, nothing, nothing, nothing);
  const answer = await new IssuerMetadata(http, systemClock).find(issuer, { extraCaPem: null });
  return { answer, asked: http.requests.length };
}

it('a failing server at one place does not keep from the next', async () => {
  expect(await askWith(json(500, {}), found)).toMatchObject({ answer: { ok: true }, asked: 2 });
});

it.each([
  [503, { kind: 'serviceFailed', httpStatus: 503, retryAfterMs: 7_000 }],
  [403, { kind: 'unusableAnswer', httpStatus: 403, reason: 'unexpectedStatus' }],
  [404, { kind: 'unusableAnswer', httpStatus: 404, reason: 'notFound' }],
])('a status of %i everywhere is told as that', async (status, failure) => {
  const reply = json(status, {}, { 'retry-after': '7' });
  const { answer, asked } = await askWith(reply, reply, reply);
  expect(answer).toMatchObject({ ok: false, failure: { ...failure, step: 'discover', host: 'id.example' } });
  expect(asked).toBe(3);
});

it('a host that wants fewer requests is asked no more', async () => {
  const { answer, asked } = await askWith(json(429, {}, { 'retry-after': '30' }));
  expect(answer).toMatchObject({ failure: { kind: 'rateLimited', retryAfterMs: 30_000 } });
  expect(asked).toBe(1);
});
