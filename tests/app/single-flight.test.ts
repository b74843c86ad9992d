import { expect, it } from 'vitest';
import { askOnce } from '../bar/checks/single-flight.ts';

it('makes one request for each attempt, whoever asks, and answers everybody (NW-14, reduced)', async () => {
  const { figure, passed } = await askOnce('reduced');
  expect(passed, figure).toBe(true);
}, 60_000);
