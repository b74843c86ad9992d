import { listenOnLoopback } from '../services/loopback-listener.ts';

/** A careless token service: it refuses every client and repeats in its error what the client sent. */
export interface EchoingService {
  readonly tokenUrl: string;
  /** Request line and headers of each request. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

/** Starts it; the secret comes back raw, form-encoded, inside the Basic header and in the error's code. */
export async function startEchoingService(): Promise<EchoingService> {
  const requests: string[] = [];
  const listener = await listenOnLoopback((message, response) => {
    requests.push(
      `${message.method} ${message.url} ${JSON.stringify(withoutCredential(message.rawHeaders))}`,
    );
    const { authorization = '' } = message.headers;
    const pair = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
    const secret = decodeURIComponent(pair.slice(pair.indexOf(':') + 1));
    const description = `Client authentication failed for ${secret} (${pair}), ${authorization}`;
    message.resume();
    response
      .writeHead(401, { 'content-type': 'application/json', 'x-request-id': secret })
      .end(JSON.stringify({ error: secret, error_description: description }));
  });
  return {
    tokenUrl: `${listener.origin}/token`,
    requests: () => requests,
    stop: () => listener.stop(),
  };
}

/** Headers without the one that has to carry the secret. */
function withoutCredential(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, at) => rawHeaders[at - (at % 2)]?.toLowerCase() !== 'authorization');
}
