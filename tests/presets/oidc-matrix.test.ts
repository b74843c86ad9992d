import { afterAll, beforeAll, describe, it } from 'vitest';
import { oidcMatrix } from './oidc-matrix.ts';
import { type SampleWorld, startSampleWorld } from './sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world.stop());

describe('a certified OpenID Connect server through the shipped presets', () => {
  it.each(oidcMatrix)('$name', ({ check }) => check(world));
});
