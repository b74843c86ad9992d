import type { IncomingHttpHeaders } from 'node:http';
import { listenOnLoopback } from '../../services/loopback-listener.ts';
import { runOn } from './shells.ts';

/** What the server saw of a call. */
export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Runs `curl` lines, made for the address of a local server, by bash; gives what the server saw, in order. */
export async function runCurlLines(linesFor: (origin: string) => readonly string[]): Promise<SeenCall[]> {
  const seen: SeenCall[] = [];
  const server = await listenOnLoopback((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers });
    response.writeHead(204).end();
  });
  try {
    const program = `while IFS= read -r -d '' line; do eval "$line" 2> /dev/null; done < "$1"`;
    const lines = linesFor(server.origin).map((line) => `${line}\0`);
    await runOn('bash', ['-c', program, 'bash'], lines.join(''));
  } finally {
    await server.stop();
  }
  return seen;
}
