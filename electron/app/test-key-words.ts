import { coarseDuration } from '#contract/words/time-words';
import { shownAddress } from '#core/address-rules';
import type { HttpAnswer, HttpRequest } from '#core/ports';
import { parseBody } from '#core/providers/parse-body';
import type { Token } from '#core/token';

/** What is called, without query: `POST https://host/path`. */
export function requestLine(request: HttpRequest): string {
  return `${request.method} ${shownAddress(request.url).withoutQuery}`;
}

/** How the connection was made. */
export function connectionLine(request: HttpRequest): string {
  const { host, isEncrypted } = shownAddress(request.url);
  return isEncrypted ? `${host}, certificate verified` : `${host}, without TLS (this computer)`;
}

/** The form of an answer, never its content: `200, JSON, 3 members`. */
export function answerLine(answer: HttpAnswer): string {
  const body = parseBody(answer);
  const count = body.kind === 'json' ? Object.keys(body.value).length : 0;
  const unit = body.kind === 'json' && Array.isArray(body.value) ? 'element' : 'member';
  const forms = {
    json: `JSON, ${count} ${unit}${count === 1 ? '' : 's'}`,
    empty: 'empty',
    html: 'web page',
    text: 'text',
    badJson: 'damaged JSON',
  };
  return `${answer.status}, ${forms[body.kind]}`;
}

const sourceWords = {
  relative: 'from expires_in',
  absolute: 'from the expiry time in the answer',
  jwt: 'from exp inside the token',
  preset: 'the default of this provider',
  assumed: 'assumed, as nothing says it',
  key: 'as long as the key',
} as const;

/** How long the token lives and how that is known: `valid 60 min (from expires_in)`. */
export function tokenLine(token: Token): string {
  if (token.expiresAtMs === null) return 'expiry not known: enter it, to be reminded';
  return `valid ${coarseDuration(token.expiresAtMs - token.obtainedAtMs)} (${sourceWords[token.lifetimeSource]})`;
}
