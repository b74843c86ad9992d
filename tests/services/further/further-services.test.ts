import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type StartedFurtherServices, startFurtherServices } from '../start-further-services.ts';
import type { DescribedService } from './described-service.ts';
import { type DocumentedUse, documentedKeys } from './documented-keys.ts';
import { type DocumentedRequest, type PlainAnswer, Stranger } from './documented-request.ts';
import { type FurtherServiceId, furtherServiceIds } from './further-service-ids.ts';
import { wrongRequests } from './wrong-requests.ts';

let services: StartedFurtherServices;
let stranger: Stranger;

beforeAll(() => {
  services = startFurtherServices();
  stranger = new Stranger(services.caPem);
});
afterEach(() => services.journal.clear());
afterAll(async () => {
  await stranger.close();
  await services.stop();
});

const signing: readonly FurtherServiceId[] = ['google', 'github-app', 'okta-org', 'snowflake'];

it('is tried for every service', () => {
  expect([...Object.keys(documentedKeys), ...signing].sort()).toEqual([...furtherServiceIds].sort());
});

const uses = Object.entries(documentedKeys) as [FurtherServiceId, DocumentedUse][];

/** The member at a path, as a text. */
function tokenOf({ tokenAt = ['access_token'] }: DocumentedUse, { json }: PlainAnswer): string | undefined {
  let member: unknown = json;
  for (const name of tokenAt) member = (member as Record<string, unknown> | undefined)?.[name];
  return typeof member === 'string' ? member : undefined;
}

const isYes = ({ passes = () => true }: DocumentedUse, { status, json }: PlainAnswer): boolean =>
  status === 200 && passes(json as Record<string, unknown>);

describe.each(uses)('%s', (id, use) => {
  let service: DescribedService;

  beforeAll(async () => {
    service = await services.start(id);
  });
  afterEach(() => {
    service.nowMs = () => Date.now();
  });

  const newToken = async () => tokenOf(use, await stranger.send(use.exchange(service))) ?? '';
  const isAccepted = async (token: string) => isYes(use, await stranger.send(use.call(service, token)));

  it('answers the documented exchange in the documented form', async () => {
    const answer = await stranger.send(use.exchange(service));
    expect(answer.status).toBe(use.status ?? 200);
    expect(answer.json).toMatchObject(use.answer(service));
    const token = tokenOf(use, answer) ?? '';
    expect(token.length).toBeGreaterThan(20);
    expect(service.accepts(token)).toBe(true);
    expect(await service.testCall(token)).toBe(true);
    const [entry] = services.journal.entries({ purpose: 'exchange' });
    expect(entry).toMatchObject({ service: id, credentialId: service.credential.id, status: answer.status });
  });

  it('takes a token until it ends, is withdrawn or was never issued', async () => {
    const [token, withdrawn] = [await newToken(), await newToken()];
    expect(token).not.toBe(withdrawn);
    expect(await isAccepted(token)).toBe(true);
    expect(await isAccepted(`${token}x`)).toBe(false);
    service.withdrawToken(withdrawn);
    expect(await isAccepted(withdrawn)).toBe(false);
    const endsMs = service.issuedTokens().find((issued) => issued.token === token)?.expiresAtMs ?? 0;
    service.nowMs = () => endsMs - 1;
    expect(await isAccepted(token)).toBe(true);
    service.nowMs = () => endsMs;
    expect(await isAccepted(token)).toBe(false);
  });

  it('refuses every exchange that is wrong in one thing', async () => {
    const issuedBefore = service.issuedTokens().length;
    const wrong = wrongRequests(use.exchange(service), use.exchangeFreedom ?? {});
    expect(await acceptedOf(wrong, (answer) => tokenOf(use, answer) !== undefined)).toEqual([]);
    expect(service.issuedTokens()).toHaveLength(issuedBefore);
  });

  it('refuses every call that is wrong in one thing', async () => {
    const right = use.call(service, await newToken());
    const wrong = wrongRequests(right, use.callFreedom ?? {});
    expect(await acceptedOf(wrong, (answer) => isYes(use, answer))).toEqual([]);
  });

  it('refuses a revoked key as it refuses a wrong one', async () => {
    const right = use.exchange(service);
    const { id: oldId } = service.credential;
    service.addCredential();
    service.revokeCredential(oldId);
    const revoked = await stranger.send(right);
    expect(revoked.status).toBeGreaterThanOrEqual(400);
    service.failNext('invalidClient');
    const told = await stranger.send(use.exchange(service));
    expect(told.status).toBe(revoked.status);
    expect(shapeOf(told.json)).toEqual(shapeOf(revoked.json));
    expect(await newToken()).not.toBe('');
  });
});

/** The names of the wrong requests that were accepted all the same. */
async function acceptedOf(
  wrong: readonly (readonly [string, DocumentedRequest])[],
  isAccepted: (answer: PlainAnswer) => boolean,
): Promise<string[]> {
  const tried = wrong.map(
    async ([name, request]) => [name, isAccepted(await stranger.send(request))] as const,
  );
  return (await Promise.all(tried)).filter(([, accepted]) => accepted).map(([name]) => name);
}

/** Names of the members, all the way down. */
function shapeOf(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(shapeOf);
  if (typeof json !== 'object' || json === null) return typeof json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, shapeOf(value)]));
}
