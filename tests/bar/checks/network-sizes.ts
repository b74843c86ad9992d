import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { UndiciHttp } from '#adapters/undici-http';
import type { MeasuredRequest } from '../../network/child-measures-memory.ts';
import { hugeAnswers, startHuge } from '../../network/huge-answers.ts';
import { request } from '../../network/requests.ts';
import { runInChild } from '../../network/run-in-child.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import type { CheckResult } from '../check-result.ts';

type Keep = Parameters<Parameters<typeof withServers>[0]>[0];

const hugeBytes = 10 * 1024 ** 3;
const limitBytes = 256 * 1024;
const packers = {
  identity: (bytes: Buffer) => bytes,
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
} as const;

/**
 * NW-07: bodies of 10 GB, plain and packed, headers and chunks without an end. Each exchange is given up at 256 KiB after
 * unpacking, which the last byte that is taken and the first one that is not show, and the process that asks stays within
 * 32 MiB more than before. Measured in a process of its own (Linux).
 */
export async function checkSizes(): Promise<CheckResult> {
  return withServers(async (keep) => {
    const urls: string[] = [];
    for (const answer of hugeAnswers) urls.push(`http://${keep(await startHuge(answer, hugeBytes)).host}/`);
    const boundary = await startBoundary(keep);
    const warmUp = Object.keys(packers).map((encoding) => `${boundary}/${encoding}/${limitBytes}`);
    const measured = await runInChild<MeasuredRequest[]>(
      'child-measures-memory.ts',
      { warmUp, urls },
      { args: ['--expose-gc'] },
    );
    const wrong = hugeAnswers
      .map(({ what }, index) => `${what}: ${measured[index]?.outcome}`)
      .filter((line) => !line.endsWith(': answerTooLarge'));
    const growthMiB = Math.max(...measured.map((one) => one.growthMiB));
    const exact = await exactLimits(boundary);
    return {
      figure:
        `${hugeAnswers.length} huge answers (10 GB): ${wrong.length} ended wrongly, memory +` +
        `${growthMiB.toFixed(1)} MiB at most; 256 KiB to the byte in ${exact} of 4 encodings${wrong.length ? ` (${wrong})` : ''}`,
      passed: wrong.length === 0 && growthMiB <= 32 && exact === 4,
    };
  });
}

/** A server that sends `/encoding/size`. */
async function startBoundary(keep: Keep): Promise<string> {
  const handler: RequestListener = (message, response) => {
    const [, encoding = '', size = ''] = (message.url ?? '').split('/');
    const pack = packers[encoding as keyof typeof packers];
    response.setHeader('content-encoding', encoding).end(pack(Buffer.alloc(Number(size))));
  };
  return keep(await serve(handler)).url;
}

/** How many encodings are taken at the limit and not one byte above. */
async function exactLimits(origin: string): Promise<number> {
  const http = new UndiciHttp('0');
  let exact = 0;
  for (const encoding of Object.keys(packers)) {
    const at = await http.send(request(`${origin}/${encoding}/${limitBytes}`));
    const above = await http.send(request(`${origin}/${encoding}/${limitBytes + 1}`));
    if (at.ok && !above.ok && above.failure.kind === 'answerTooLarge') exact += 1;
  }
  return exact;
}
