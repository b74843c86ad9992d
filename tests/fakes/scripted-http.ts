import { ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';

type Reply = Result<HttpAnswer> | (() => Result<HttpAnswer>);

/** A network that answers each request with the next reply of its script, else with a token of `lifetimeS`. */
export class ScriptedHttp implements Http {
  readonly requests: HttpRequest[] = [];
  readonly issued: string[] = [];
  lifetimeS = 3600;
  #script: Reply[] = [];
  #gate: Promise<void> | null = null;
  #openGate: () => void = () => {};

  /** The next requests get these replies, in order. */
  answerWith(...replies: Reply[]): void {
    this.#script.push(...replies);
  }

  /** Nothing is scripted any more. */
  forget(): void {
    this.#script = [];
  }

  /** Lets requests wait until {@link release}. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
  }

  release(): void {
    this.#openGate();
    this.#gate = null;
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    this.requests.push(request);
    if (this.#gate !== null) await this.#gate;
    const reply = this.#script.shift() ?? this.#token();
    return typeof reply === 'function' ? reply() : reply;
  }

  #token(): Result<HttpAnswer> {
    const token = `token-${this.issued.length + 1}`;
    this.issued.push(token);
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: this.lifetimeS });
  }
}

/** An answer with a JSON body. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Result<HttpAnswer> {
  return ok({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
