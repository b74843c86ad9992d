import { expect, it } from 'vitest';
import { refuseHostileAnswers } from '../bar/checks/hostile-answers.ts';
import { createCanary } from '../canary/canary.ts';
import { HostileTrial } from './hostile-trial.ts';

it('nothing bad is taken from hostile answers over a real connection (NW-08, reduced)', async () => {
  const { figure, passed } = await refuseHostileAnswers('reduced');
  expect(passed, figure).toBe(true);
}, 60_000);

it('a secret that comes back as a content type or the name of a member is shown nowhere', async () => {
  const secret = createCanary('key secret');
  const trial = await HostileTrial.start(secret);
  const answer = { kind: 'echo', status: 400, framing: 'length' } as const;
  const outcomes = [
    await trial.give('oauth2', {
      ...answer,
      headers: { 'content-type': `text/${secret.text}` },
      body: Buffer.from('no'),
    }),
    await trial.give('oauth2', {
      ...answer,
      headers: {},
      body: Buffer.from(JSON.stringify({ [secret.text]: 1 })),
    }),
    await trial.give('oauth2', {
      ...answer,
      headers: { 'content-type': secret.text },
      body: Buffer.from('{}'),
    }),
    await trial.give('oauth2', {
      ...answer,
      headers: {},
      body: Buffer.from(JSON.stringify({ [`${secret.text}:`]: 1 })),
    }),
  ];
  await trial.stop();
  expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
}, 60_000);
