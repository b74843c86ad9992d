import type { IncomingMessage } from 'node:http';
import { headerOf, type JournalEntry } from './request-journal.ts';

/** A request with its body, as the services read it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  /** Members of a form body; empty for any other content type. */
  readonly form: URLSearchParams;
  header(name: string): string | undefined;
}

/** The answer of a service; `json` is sent as `application/json`, and without it the body is empty. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function receivedRequest(entry: JournalEntry): ReceivedRequest {
  const header = (name: string) => headerOf(entry, name);
  const isForm = header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  return {
    method: entry.method,
    url: new URL(entry.path, 'http://127.0.0.1'),
    body: entry.body,
    form: new URLSearchParams(isForm ? entry.body : ''),
    header,
  };
}

/** Id and secret of a Basic header, as plain base64 of `id:secret` without form-decoding (contract 1.1). */
export function basicPair(request: ReceivedRequest): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(request.header('authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

/** The token of `Authorization: Bearer …`, or an empty text. */
export function bearerToken(request: ReceivedRequest): string {
  return /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1] ?? '';
}

/** The members of a body that is a JSON object and says so; undefined for any other. */
export function jsonMembers(request: ReceivedRequest): Readonly<Record<string, unknown>> | undefined {
  if (!/^application\/(?:[\w.]+\+)?json\b/.test(request.header('content-type') ?? '')) return undefined;
  try {
    const parsed: unknown = JSON.parse(request.body);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
