import { Agent, fetch } from 'undici';

/** A request as a provider's documentation shows it. At most one of `form` and `json`. */
export interface DocumentedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, unknown>>;
}

export interface PlainAnswer {
  readonly status: number;
  /** Undefined if the body is no JSON. */
  readonly json: unknown;
  readonly headers: { get(name: string): string | null };
}

/** Sends requests as they are, trusting one CA only; a redirect is not followed. */
export class Stranger {
  readonly #agent: Agent;

  constructor(caPem: string) {
    this.#agent = new Agent({ connect: { ca: caPem }, connections: 2 });
  }

  async send(request: DocumentedRequest): Promise<PlainAnswer> {
    const { form, json } = request;
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const hasBody = form !== undefined || json !== undefined;
    const response = await fetch(request.url, {
      dispatcher: this.#agent,
      redirect: 'manual',
      method: request.method,
      headers: { ...(hasBody && { 'content-type': type }), ...request.headers },
      body: form ? new URLSearchParams(form).toString() : json ? JSON.stringify(json) : null,
    });
    const text = await response.text();
    return { status: response.status, json: parsed(text), headers: response.headers };
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
