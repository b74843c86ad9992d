import type { TestFact } from '#contract/test-report';
import { coarseDuration } from '#contract/words/time-words';
import { shownAddress } from '#core/address-rules';
import type { ConnectionFacts, HttpAnswer, HttpRequest } from '#core/ports';
import { parseBody } from '#core/providers/parse-body';
import { providerText } from '#core/providers/provider-text';
import type { Token } from '#core/token';

/** What is called, without query: `POST https://host/path`. */
export function requestLine(request: HttpRequest): string {
  return `${request.method} ${shownAddress(request.url).withoutQuery}`;
}

/** What is sent, without a value of it: which headers, which members. */
export function requestFacts(request: HttpRequest): TestFact[] {
  const facts = [
    { label: 'Request', value: requestLine(request) },
    { label: 'Headers sent', value: Object.keys(request.headers).join(', ') },
  ];
  const query = new URL(request.url).search.slice(1);
  if (query !== '') facts.push({ label: 'Query sent', value: memberNames(query) });
  if (request.body !== null) facts.push({ label: 'Body sent', value: bodyForm(request) });
  return facts;
}

function bodyForm({ body, headers }: HttpRequest): string {
  const isJson = headers['content-type'] === 'application/json';
  const names = isJson ? Object.keys(JSON.parse(body ?? '{}') as object).join(', ') : memberNames(body ?? '');
  return `${isJson ? 'JSON' : 'form'}: ${names}`;
}

function memberNames(encoded: string): string {
  return encoded
    .split('&')
    .map((member) => member.split('=', 1).join(''))
    .join(', ');
}

/** How the connection was made. */
export function connectionLine(request: HttpRequest, facts: ConnectionFacts | undefined): string {
  const { host, isEncrypted } = shownAddress(request.url);
  const proxy = facts?.proxyHost == null ? '' : ` through the proxy ${facts.proxyHost}`;
  return isEncrypted ? `${host}${proxy}, certificate verified` : `${host}, without TLS (this computer)`;
}

/** Proxy, TLS version and certificate. */
export function connectionFacts(facts: ConnectionFacts | undefined): TestFact[] {
  if (facts === undefined) return [];
  const proxy = facts.proxyHost === null ? [] : [{ label: 'Proxy', value: facts.proxyHost }];
  if (facts.tls === null) return proxy;
  const { protocol, certificate } = facts.tls;
  return [
    ...proxy,
    { label: 'TLS', value: protocol },
    { label: 'Certificate of', value: certificate.subject },
    { label: 'Issued by', value: certificate.issuer },
    { label: 'Valid until', value: new Date(certificate.validToMs).toISOString().slice(0, 10) },
    { label: 'SHA-256', value: certificate.fingerprintSha256 },
  ];
}

/** Status, kind and member names of an answer; never a value of it. */
export function answerFacts(answer: HttpAnswer, secrets: readonly string[]): TestFact[] {
  const body = parseBody(answer);
  const rows = [
    { label: 'Status', value: String(answer.status) },
    { label: 'Content type', value: answer.headers['content-type'] ?? 'not stated' },
    { label: 'Members of the answer', value: body.kind === 'json' ? memberNamesOf(body.value) : '' },
  ];
  // What a service calls its members is its own text.
  const shown = rows.map(({ label, value }) => ({ label, value: providerText(value, 400, secrets) ?? '' }));
  return shown.filter(({ value }) => value !== '');
}

/**
 * Names of members, as far as they are names: a bare token, or an object that is keyed by tokens, would show one otherwise.
 */
function memberNamesOf(json: object): string {
  if (Array.isArray(json)) return '';
  const all = Object.entries(json).slice(0, 40);
  const named = all.filter(([name, value]) => /^[A-Za-z][A-Za-z_.-]{0,40}\d?$/.test(name) && value !== '');
  const rest = Object.keys(json).length - named.length;
  const names = named.map(([name]) => name).join(', ');
  return rest === 0 ? names : `${names}${names === '' ? '' : ' and '}${rest} more`;
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
