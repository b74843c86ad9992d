import { readFileSync, writeFileSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { UndiciHttp } from '#adapters/undici-http';
import { request } from './requests.ts';

/** What happened to one request, and how far the memory of the process rose meanwhile. */
export interface MeasuredRequest {
  /** Kind of the failure, or `ok`. */
  readonly outcome: string;
  readonly growthMiB: number;
}

interface Input {
  /** Asked first, so that code and buffers of an ordinary exchange are there. */
  readonly warmUp: readonly string[];
  readonly urls: readonly string[];
}

/** Not `resourceUsage().maxRSS`, which begins with the memory of the process that started this one. */
const highestKiB = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);

const { warmUp, urls } = (await json(process.stdin)) as Input;
const http = new UndiciHttp('0');
for (let i = 0; i < 3; i++) for (const url of warmUp) await http.send(request(url));

const results: MeasuredRequest[] = [];
for (const url of urls) {
  global.gc?.();
  // Linux forgets the highest figure so far, so that the next one belongs to this request.
  writeFileSync('/proc/self/clear_refs', '5');
  const beforeKiB = highestKiB();
  const sent = await http.send(request(url));
  const growthMiB = Math.max(0, highestKiB() - beforeKiB) / 1_024;
  results.push({ outcome: sent.ok ? 'ok' : sent.failure.kind, growthMiB });
}
console.log(JSON.stringify(results));
