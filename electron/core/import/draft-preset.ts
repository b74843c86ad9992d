import * as v from 'valibot';
import { base64 } from '#core/providers/encodings';
import { presetSchema } from '#core/providers/preset';
import { type CalledRequest, flatMembers } from './called-request.ts';
import { DraftFields } from './draft-fields.ts';
import { draftRequest, type RequestDraft } from './draft-request.ts';
import type { ImportNote, ImportProblemKind, PresetDraft } from './import-candidate.ts';
import { hostOf } from './match-url.ts';
import { hasPlaceholder, isPlaceholder } from './placeholders.ts';
import { isSecretName } from './secret-names.ts';

/** A provider that no preset describes yet, made from one request of it. */
export interface DraftedKey {
  readonly preset: PresetDraft;
  /** By field id. Holds secrets. */
  readonly values: ReadonlyMap<string, string>;
  readonly notes: readonly ImportNote[];
}

const tokenSegment =
  /^(access[-_]?|api[-_]?|auth[-_]?)?(tokens?|auth|oauth2?|jwt|log-?in|sign-?in|authorize|authenticate|authentication|sessions?)$/i;

/** Whether a request asks for a token, and does not use one. */
export function isTokenCall(request: CalledRequest): boolean {
  const members = flatMembers(request);
  if (members.has('grant_type')) return true;
  const segments = request.url.replace(/\/+$/, '').split('/');
  const asks = tokenSegment.test(segments.at(-1) ?? '');
  if (request.bearer !== null) return asks && request.method === 'POST';
  return asks || (request.method === 'POST' && [...members.keys()].some(isSecretName));
}

/**
 * Describes the service of a request as a preset: an exchange when it asks for a token, else a static key with this request
 * as its test call. What is left out of the answer's description is read as RFC 6749 section 5.1 has it.
 *
 * @param use a later request that shows how the token is used
 */
export function draftPreset(
  request: CalledRequest,
  use: CalledRequest | null,
  takenIds: ReadonlySet<string>,
): DraftedKey | ImportProblemKind {
  const fields = new DraftFields();
  const notes: ImportNote[] = [...request.notes];
  const isExchange = isTokenCall(request);
  const kind = isExchange ? exchangeKind(request, use, fields, notes) : staticKind(request, fields, notes);
  if (typeof kind === 'string') return kind;
  if (!fields.hasSecret) return 'noKey';
  const host = hostOf(request.url);
  const isKnownHost = host !== '' && !hasPlaceholder(host);
  const clientId = fields.list.find(({ id, kind }) => id === 'clientId' && kind === 'text');
  const preset = {
    id: freePresetId(isKnownHost ? host : 'imported-service', takenIds),
    name: isKnownHost ? host.slice(0, 80) : 'Imported service',
    fields: fields.list,
    ...(clientId && { clientIdField: clientId.id }),
    ...kind,
  } as PresetDraft;
  if (!v.safeParse(presetSchema, preset).success) return 'unknownProvider';
  return { preset, values: fields.values, notes };
}

function exchangeKind(
  request: CalledRequest,
  use: CalledRequest | null,
  fields: DraftFields,
  notes: ImportNote[],
) {
  const { basic, bearer } = request;
  if (basic !== null) {
    fields.add('clientId', 'text', basic.id, 'Client ID');
    fields.add('clientSecret', 'secret', basic.secret, 'Client secret');
  }
  const withBearer = bearer === null ? [] : ([['Authorization', `Bearer ${bearer}`]] as const);
  const draft = draftRequest({ ...request, headers: [...request.headers, ...withBearer] }, fields, notes);
  if (typeof draft === 'string') return draft;
  const testCall = use === null ? null : testCallOf(use);
  return {
    keyKind: 'exchange' as const,
    exchange: { request: draft, ...(basic && { clientAuthentication: basicWay(basic.isFormEncoded) }) },
    ...(testCall && { testCall }),
  };
}

function basicWay(formEncode: boolean) {
  const pair = { idField: 'clientId', secretField: 'clientSecret' };
  return { method: 'client_secret_basic' as const, ...pair, formEncode };
}

/** The test call holds the key as `{{token}}`, as every use of it does. */
function staticKind(request: CalledRequest, fields: DraftFields, notes: ImportNote[]) {
  const { bearer, basic } = request;
  if (bearer !== null) fields.add('apiKey', 'secret', bearer, 'API key');
  if (basic !== null) {
    const pair = isPlaceholder(basic.secret) ? '' : base64(`${basic.id}:${basic.secret}`);
    fields.add('basicPair', 'secret', pair, 'Base64 of id:secret');
  }
  const call = draftRequest(request, fields, notes);
  if (typeof call === 'string') return call;
  const token = fields.list.find((field) => field.kind === 'secret');
  if (token === undefined) return 'noKey' as const;
  const scheme = bearer !== null ? 'Bearer' : basic !== null ? 'Basic' : null;
  const headers = { ...(scheme && { Authorization: `${scheme} {{token}}` }), ...call.headers };
  const shown = withToken({ ...call, headers }, token.id);
  const isHarmless = call.method === 'GET';
  if (!isHarmless) notes.push({ kind: 'noTestCall', what: '' });
  return {
    keyKind: 'static' as const,
    tokenField: token.id,
    ...(isHarmless && { testCall: { request: shown } }),
  };
}

function withToken(request: RequestDraft, fieldId: string): RequestDraft {
  const text = JSON.stringify(request).replaceAll(`{{${fieldId}}}`, '{{token}}');
  return JSON.parse(text) as RequestDraft;
}

/** A call that uses the token, if it only reads and its address is whole. */
function testCallOf(use: CalledRequest): { request: object } | null {
  if (use.method !== 'GET' || use.body.kind !== 'none' || hasPlaceholder(use.url)) return null;
  const fields = new DraftFields();
  const draft = draftRequest({ ...use, query: [] }, fields, []);
  if (typeof draft === 'string' || use.query.length > 0) return null;
  const [secret, ...others] = fields.list;
  const isBearer = use.bearer !== null;
  if (others.length > 0 || isBearer === (secret !== undefined)) return null;
  const headers = { ...(isBearer && { Authorization: 'Bearer {{token}}' }), ...draft.headers };
  return { request: withToken({ ...draft, headers }, secret?.id ?? '') };
}

/** `api.example.com` gives `api-example-com`, with a number when that is taken. */
function freePresetId(host: string, takenIds: ReadonlySet<string>): string {
  const plain = host.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `host-${plain}`).slice(0, 58);
  let number = 1;
  while (takenIds.has(number === 1 ? base : `${base}-${number}`)) number += 1;
  return number === 1 ? base : `${base}-${number}`;
}
