import { checkAddress } from '#core/address-rules';
import type { PresetRequest } from '#core/providers/preset-request';
import type { CalledRequest, Pair } from './called-request.ts';
import type { DraftFields } from './draft-fields.ts';
import type { ImportNote, ImportProblemKind } from './import-candidate.ts';
import { isClientHeader } from './match-request.ts';
import { originOf } from './match-url.ts';
import { hasPlaceholder, isPlaceholder } from './placeholders.ts';
import { isIdentityName, isSecretName, looksSecret } from './secret-names.ts';

/** A request of a preset in the making: its secrets are fields, everything else stands in it as it was called. */
export interface RequestDraft {
  readonly method: PresetRequest['method'];
  readonly url: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: PresetRequest['body'];
  readonly secretInUrl?: true;
}

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Turns a request into templates and its values into fields; a reason when the preset format cannot say it. */
export function draftRequest(
  request: CalledRequest,
  fields: DraftFields,
  notes: ImportNote[],
): RequestDraft | ImportProblemKind {
  const method = methods.find((name) => name === request.method);
  if (method === undefined) return 'unsupportedMethod';
  const url = draftUrl(request.url, fields);
  if (url === null) return 'addressRefused';
  const secretsBefore = countSecrets(fields);
  const query = draftMembers(request.query, fields);
  const secretInUrl = countSecrets(fields) > secretsBefore;
  if (secretInUrl) notes.push({ kind: 'secretInUrl', what: '' });
  const headers = draftHeaders(request.headers, fields, notes);
  const body = draftBody(request, fields);
  if (typeof body === 'string') return body;
  if (method === 'GET' && body.kind !== 'none') return 'unsupportedBody';
  return {
    method,
    url,
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body.kind !== 'none' && { body }),
    ...(secretInUrl && { secretInUrl: true }),
  };
}

function countSecrets({ list }: DraftFields): number {
  return list.filter(({ kind }) => kind === 'secret').length;
}

/** Placeholders of the path become text fields; a host that is one, or that is not https, becomes an address field. */
function draftUrl(url: string, fields: DraftFields): string | null {
  const origin = originOf(url) || (url.split('/', 1)[0] ?? '');
  const isOpen = hasPlaceholder(origin);
  if (!isOpen && !checkAddress(origin).ok) return null;
  const isLiteral = !isOpen && /^https:/i.test(origin);
  const start = isLiteral ? origin.toLowerCase() : fields.add('host', 'origin', isOpen ? '' : origin, 'Host');
  const segments = url.slice(origin.length).split('/');
  const path = segments.map((segment) => draftSegment(segment, fields)).join('/');
  return checkAddress(`https://host${path.replace(/\{\{\w+\}\}/g, 'x')}`).ok ? start + path : null;
}

/** A preset is no secret, so a path that looks like one becomes a value of the key. */
function draftSegment(segment: string, fields: DraftFields): string {
  if (isPlaceholder(segment) && segment !== '') return fields.add(segment, 'text', '');
  if (looksSecret(segment)) return fields.add('pathPart', 'text', segment, 'Part of the path');
  return hasPlaceholder(segment) ? fields.add(segment, 'text', '') : segment;
}

function draftMembers(members: readonly Pair[], fields: DraftFields): Record<string, string> {
  return Object.fromEntries(
    members
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, draftText(name, value, fields)]),
  );
}

function draftHeaders(
  headers: readonly Pair[],
  fields: DraftFields,
  notes: ImportNote[],
): Record<string, string> {
  const drafts: Pair[] = [];
  for (const [name, value] of headers) {
    if (isClientHeader(name) || value.trim() === '') continue;
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name) || name.toLowerCase() === 'cookie')
      notes.push({ kind: 'headerIgnored', what: name });
    else drafts.push([name, draftHeader(name, value.trim(), fields)]);
  }
  return Object.fromEntries(drafts);
}

/** `Authorization: Token abc`: the scheme stays, what follows is the secret. */
function draftHeader(name: string, value: string, fields: DraftFields): string {
  const [, scheme = '', secret = ''] = /^([A-Za-z][\w-]*\s+)(\S+)$/.exec(value) ?? [];
  const isWithScheme = isSecretName(name) && secret !== '';
  return isWithScheme
    ? scheme + fields.add('apiKey', 'secret', secret, 'API key')
    : draftText(name, value, fields);
}

function draftBody({ body }: CalledRequest, fields: DraftFields): PresetRequest['body'] | ImportProblemKind {
  switch (body.kind) {
    case 'none':
      return { kind: 'none' };
    case 'form':
      return { kind: 'form', members: draftMembers(body.members, fields) };
    case 'json': {
      const members = body.members.map(([name, value]) => [name, draftJson(name, value, fields, 1)] as const);
      const given = members.filter(([name, value]) => value !== undefined && name !== '');
      return { kind: 'json', members: Object.fromEntries(given) as JsonMembers };
    }
    case 'multipart':
      return 'multipartForm';
    case 'other':
      return 'unsupportedBody';
  }
}

type JsonMembers = Extract<PresetRequest['body'], { kind: 'json' }>['members'];
type JsonValue = JsonMembers[string];
const jsonDepthLimit = 16;

/** A JSON value with its secrets taken out; `null` is left out, as the format has none. */
function draftJson(name: string, value: unknown, fields: DraftFields, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return draftText(name, value, fields);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return isSecretName(name) ? draftText(name, String(value), fields) : value;
  if (typeof value !== 'object' || value === null || depth > jsonDepthLimit) return undefined;
  if (Array.isArray(value))
    return value.flatMap((entry: unknown) => draftJson(name, entry, fields, depth + 1) ?? []);
  const members = Object.entries(value).map(
    ([inner, entry]) => [inner, draftJson(inner, entry, fields, depth + 1)] as const,
  );
  return Object.fromEntries(members.filter(([, entry]) => entry !== undefined)) as JsonValue;
}

function draftText(name: string, value: string, fields: DraftFields): string {
  if (isSecretName(name) || looksSecret(value)) return fields.add(name, 'secret', value);
  if (isIdentityName(name) || isPlaceholder(value) || hasPlaceholder(value))
    return value === '' ? '' : fields.add(name, 'text', hasPlaceholder(value) ? '' : value);
  return value;
}
