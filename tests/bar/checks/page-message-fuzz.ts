import { callHandlers } from '#app/handle-calls';
import { callInputs } from '#contract/calls';
import { callDoor } from '../../../electron/main/call-door.ts';
import { canaryOf, findCanaries } from '../../canary/canary.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { MemoryShell } from '../../fakes/memory-shell.ts';
import { closingCalls, hostileMessages } from '../../hostile/ipc-messages.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const messagesOf = { reduced: 5_000, full: 900_000 };
const inElectronOf = { reduced: 1_000, full: 100_000 };
const atOnce = 1_000;
const mostGrowthBytes = 50 * 1024 * 1024;

/**
 * RN-09 without Electron: hostile messages to the real door with the real app behind it. None ends in a rejection, none is answered
 * with a secret, and the memory does not grow.
 */
export async function fuzzDoor(size: CheckSize): Promise<CheckResult> {
  const keyfob = await SimulatedKeyfob.start({ seed: 9 });
  const ids: string[] = [];
  const secrets: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const account = keyfob.fleet.open();
    secrets.push(
      ...Object.entries(account.draft().fields).flatMap(([field, text]) =>
        /secret/i.test(field) ? [text] : [],
      ),
    );
    ids.push(await keyfob.add(account));
  }
  const page = { isOwnPage: () => true, takePress: () => false, secretGiven: () => {} };
  const log = { write: () => {} };
  const handlers = callHandlers(keyfob.app, new MemoryShell());
  const send = callDoor({ inputs: callInputs, handlers, page, log, onRefusedReveal: () => {} });
  const next = hostileMessages(seededRandom(9), ids);
  const kinds = new Map<string, number>();
  let rejected = 0;
  let leaked = 0;
  let startBytes = 0;
  const onUnhandled = () => {
    rejected += 1;
  };
  process.on('unhandledRejection', onUnhandled);
  for (let done = 0; done < messagesOf[size]; done += atOnce) {
    const answers = Array.from({ length: atOnce }, () => {
      const { name, input } = next();
      return send({ sender: {} as never, senderFrame: null }, name, input).catch(() => {
        rejected += 1;
        return null;
      });
    });
    await keyfob.time.advance(60_000);
    for (const answer of await Promise.all(answers)) {
      const text = JSON.stringify(answer) ?? '';
      if (secrets.some((secret) => text.includes(secret))) leaked += 1;
      const kind = answer === null ? 'rejected' : answer.ok ? 'ok' : answer.failure.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    if (done === Math.floor(messagesOf[size] / 10 / atOnce) * atOnce) startBytes = residentBytes();
  }
  process.off('unhandledRejection', onUnhandled);
  const growth = residentBytes() - startBytes;
  const isPolluted = 'polluted' in {};
  await keyfob.stop();
  return {
    figure:
      `${messagesOf[size]} messages to the door in Node: ${rejected} rejections, ${leaked} of ${secrets.length} secrets answered, ` +
      `${(growth / 1_048_576).toFixed(1)} MiB growth (${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')})`,
    passed:
      rejected + leaked === 0 &&
      !isPolluted &&
      secrets.length > 0 &&
      (size === 'reduced' || growth <= mostGrowthBytes),
  };
}

function residentBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

/** The same by the real bridge, from the page to the main process; what Electron cannot carry is refused in the page. */
export async function fuzzBridge(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  const { page } = await keyfob.window();
  const mainBytes = () => keyfob.app.inMain(() => process.memoryUsage().rss);
  const { celerdata } = keyfob.services;
  const canaries = [
    canaryOf('secret', celerdata.credential.secret),
    ...celerdata.issuedTokens().map(({ token }, at) => canaryOf(`token ${at}`, token)),
  ];
  const names = Object.keys(callInputs).filter((name) => !dialogs.has(name) && !closingCalls.has(name));
  let answered = 0;
  let notCarried = 0;
  let leaked = 0;
  let startBytes = 0;
  for (let done = 0; done < inElectronOf[size]; done += atOnce) {
    const texts = await page.evaluate(sendMany, {
      names,
      count: atOnce,
      seed: done + 1,
      huge: done % 10_000 === 0,
    });
    answered += texts.filter((text) => text !== 'not carried').length;
    notCarried += texts.filter((text) => text === 'not carried').length;
    leaked += findCanaries(texts.join('\n'), canaries).length;
    if (done === atOnce) startBytes = await mainBytes();
  }
  const growth = (await mainBytes()) - startBytes;
  const isAlive = keyfob.app.isRunning() && !page.isClosed();
  const unhandled = keyfob.app.output().match(/Unhandled|UnhandledPromise|uncaught/gi)?.length ?? 0;
  return {
    figure:
      `${answered + notCarried} messages by the bridge in Electron: ${answered} answered, ${notCarried} not carried, ${leaked} hits of ${canaries.length} secrets and tokens, ` +
      `${unhandled} unhandled, ${(growth / 1_048_576).toFixed(1)} MiB growth, ${isAlive ? 'no crash' : 'CRASHED'}`,
    passed:
      leaked + unhandled === 0 &&
      isAlive &&
      answered > 0 &&
      (size === 'reduced' || growth <= mostGrowthBytes),
  };
}

/** They wait for a person. */
const dialogs: ReadonlySet<string> = new Set([
  'settings.allowCommands',
  'vault.startAnew',
  'import.readFile',
  'export.open',
]);

/** Runs in the page, so it has no function of ours to call. */
async function sendMany(given: {
  names: readonly string[];
  count: number;
  seed: number;
  huge: boolean;
}): Promise<string[]> {
  const { call } = (
    globalThis as unknown as { keyfob: { call(name: unknown, input: unknown): Promise<unknown> } }
  ).keyfob;
  const answers: Promise<string>[] = [];
  let state = given.seed;
  for (let n = 0; n < given.count; n += 1) {
    state = (state * 48_271) % 2_147_483_647;
    const cycle: Record<string, unknown> = { keyId: 'x' };
    cycle['draft'] = cycle;
    let deep: unknown = 'x';
    for (let level = 0; level < (state % 50 === 0 ? 100_000 : 50); level += 1) deep = { draft: deep };
    const text = given.huge && n === 0 ? 'x'.repeat(10 * 1024 * 1024) : 'x'.repeat(state % 3_000);
    const inputs: unknown[] = [
      {},
      null,
      undefined,
      7n,
      Number.NaN,
      text,
      [text],
      { keyId: text },
      { keyId: 7, fieldId: {} },
      cycle,
      deep,
      JSON.parse('{"__proto__":{"keyId":"x"},"keyId":{"__proto__":[]}}'),
      new Map([['keyId', 'x']]),
      new Date(Number.NaN),
      { draft: { name: text, fields: { __proto__: null, a: text } } },
      new Uint8Array(state % 5_000),
      { runId: '\u202e', text },
      {
        get keyId() {
          return text;
        },
      },
      Symbol.iterator,
      () => 1,
    ];
    const name = state % 11 === 0 ? inputs[state % inputs.length] : given.names[state % given.names.length];
    const input = inputs[(state >> 8) % inputs.length];
    answers.push(
      (async () => JSON.stringify(await call(name, input)))().then(
        (answer) => answer ?? '',
        () => 'not carried',
      ),
    );
  }
  return Promise.all(answers);
}
