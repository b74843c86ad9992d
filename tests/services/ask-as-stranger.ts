import { Agent, request } from 'undici';

export interface StrangerAsks {
  readonly caPem: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The user agent of `testCall`, so that a journal can be read without the requests of the tests themselves. */
export const strangerUserAgent = 'sample-stranger';

/**
 * One call over HTTP by somebody who shares no memory with the service and trusts only its CA.
 * The body is the parsed JSON, or undefined if it is none.
 */
export async function askAsStranger(asks: StrangerAsks): Promise<{ status: number; json: unknown }> {
  const dispatcher = new Agent({ connect: { ca: asks.caPem } });
  try {
    const response = await request(asks.url, {
      dispatcher,
      method: asks.method,
      headers: { accept: 'application/json', 'user-agent': strangerUserAgent, ...asks.headers },
      body: asks.body ?? null,
    });
    const text = await response.body.text();
    return { status: response.statusCode, json: parsed(text) };
  } finally {
    await dispatcher.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
