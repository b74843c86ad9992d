import type { PresetRequest } from '#core/providers/preset-request';
import type { CalledRequest, Pair } from './called-request.ts';
import { draftAddress } from './draft-address.ts';
import type { DraftFields } from './draft-fields.ts';
import type { ImportNote, ImportProblemKind } from './import-candidate.ts';
import { isClientHeader } from './match-request.ts';
import { hasPlaceholder } from './placeholders.ts';
import { isHarmlessLiteral, isIdentityName, isSecretName, looksSecret } from './secret-names.ts';

/**
 * A request of a preset in the making. Preset files are not encrypted, so every value is a field, save those that are harmless
 * by their names.
 */
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
  const address = draftAddress(request.url, fields);
  if (typeof address === 'string') return address;
  const query = draftMembers(request.query, fields);
  const secretInUrl = Object.values(query).some((text) => fields.holdsSecret(text));
  if (secretInUrl) notes.push({ kind: 'secretInUrl', what: '' });
  const headers = draftHeaders(request.headers, fields, notes);
  const body = draftBody(request, fields);
  if (typeof body === 'string') return body;
  if (method === 'GET' && body.kind !== 'none') return 'unsupportedBody';
  if (fields.isOverfull) return 'unknownProvider';
  return {
    method,
    url: address.url,
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body.kind !== 'none' && { body }),
    ...(secretInUrl && { secretInUrl: true }),
  };
}

function draftMembers(members: readonly Pair[], fields: DraftFields): Record<string, string> {
  // Of a name that stands twice the last value counts, and the first shall leave no field.
  const filled = [...new Map(members)].filter(([, value]) => value !== '');
  return Object.fromEntries(filled.map(([name, value]) => [name, draftText(name, value, fields)]));
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

/** Words before a secret that are none, as services document them. Any other first word may be a part of the secret. */
const schemes = /^(basic|bearer|token|api-?key|key|jwt|oauth|bot|dpop|ssws|geniekey|splunk)\s+(?=\S+$)/i;

/** `Authorization: Token abc`: the scheme stays, what follows is the secret. */
function draftHeader(name: string, value: string, fields: DraftFields): string {
  const scheme = isSecretName(name) ? (schemes.exec(value)?.[0] ?? '') : '';
  return scheme === ''
    ? draftText(name, value, fields)
    : scheme + fields.add('apiKey', 'secret', value.slice(scheme.length), 'API key');
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

/**
 * A JSON value with its values taken out. A switch says too little to be a secret; a number that becomes a field is sent as
 * text, as fields are texts; `null` is left out, as the format has none.
 */
function draftJson(name: string, value: unknown, fields: DraftFields, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return draftText(name, value, fields);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return isHarmlessLiteral(name, String(value)) ? value : draftText(name, String(value), fields);
  if (typeof value !== 'object' || value === null || depth > jsonDepthLimit) return undefined;
  if (Array.isArray(value))
    return value.flatMap((entry: unknown) => draftJson(name, entry, fields, depth + 1) ?? []);
  const members = Object.entries(value).map(
    ([inner, entry]) => [inner, draftJson(inner, entry, fields, depth + 1)] as const,
  );
  return Object.fromEntries(members.filter(([, entry]) => entry !== undefined)) as JsonValue;
}

/** What is not known to be harmless may be a secret. */
function draftText(name: string, value: string, fields: DraftFields): string {
  if (value === '') return '';
  const isHarmless = isHarmlessLiteral(name, value);
  if (isHarmless && !hasPlaceholder(value)) return value;
  // A password may look like a placeholder in parts.
  if (isSecretName(name) || looksSecret(value)) return fields.add(name, 'secret', value);
  const kind = isHarmless || isIdentityName(name) ? 'text' : 'secret';
  const isOpen = hasPlaceholder(value);
  if (isOpen && kind === 'secret') fields.leftOut.push(name);
  return fields.add(name, kind, isOpen ? '' : value);
}
