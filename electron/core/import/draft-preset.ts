import * as v from 'valibot';
import { presetSchema } from '#core/providers/preset';
import { type CalledRequest, flatMembers } from './called-request.ts';
import { DraftFields } from './draft-fields.ts';
import { exchangeKind, staticKind } from './draft-kinds.ts';
import type { ImportNote, ImportProblemKind, PresetDraft } from './import-candidate.ts';
import { hostOf } from './match-url.ts';
import { hasPlaceholder } from './placeholders.ts';
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
 * @param use a later request that uses the token and only reads: see isHarmlessRead
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
  const leftOut = fields.leftOut.map((what) => ({ kind: 'valueLeftOut', what }) as const);
  return { preset, values: fields.values, notes: [...notes, ...leftOut] };
}

/** `api.example.com` gives `api-example-com`, with a number when that is taken. */
function freePresetId(host: string, takenIds: ReadonlySet<string>): string {
  const plain = host.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `host-${plain}`).slice(0, 58);
  let number = 1;
  while (takenIds.has(number === 1 ? base : `${base}-${number}`)) number += 1;
  return number === 1 ? base : `${base}-${number}`;
}
