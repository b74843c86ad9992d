import { base64 } from '#core/providers/encodings';
import { type CalledRequest, flatMembers } from './called-request.ts';
import { DraftFields } from './draft-fields.ts';
import { draftRequest, type RequestDraft } from './draft-request.ts';
import type { ImportNote } from './import-candidate.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isSecretName } from './secret-names.ts';

/** A key that this request exchanges for a token. */
export function exchangeKind(
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
    exchange: {
      request: draft,
      ...(basic && { clientAuthentication: basicWay(!basic.isAsSent) }),
      ...(!flatMembers(request).has('grant_type') && { answer: usualAnswer }),
    },
    ...(testCall && { testCall, apiCall: apiCallOf(testCall.request, new DraftFields(), 'ACCESS_TOKEN') }),
  };
}

/** Services that do not follow RFC 6749 have their token in one of these places. */
const usualAnswer = {
  success: { statuses: [200, 201] },
  token: [
    ...['access_token', 'accessToken', 'token', 'jwt', 'id_token', 'idToken'],
    ...['data.access_token', 'data.accessToken', 'data.token', 'result.access_token', 'result.token'],
  ],
  tokenTypes: ['bearer', 'jwt'],
};

function basicWay(formEncode: boolean) {
  const pair = { idField: 'clientId', secretField: 'clientSecret' };
  return { method: 'client_secret_basic' as const, ...pair, formEncode };
}

/** The test call holds the key as `{{token}}`, as every use of it does. A call that changes something shows the key only. */
export function staticKind(request: CalledRequest, fields: DraftFields, notes: ImportNote[]) {
  const { bearer, basic, method, headers, body } = request;
  const isHarmless = method === 'GET';
  if (!isHarmless) notes.push({ kind: 'noTestCall', what: '' });
  if (bearer !== null) fields.add('apiKey', 'secret', bearer, 'API key');
  if (basic !== null) {
    // Some services take the key as the name, and no password.
    const isOpen = basic.secret === '' ? isPlaceholder(basic.id) : isSecretPlaceholder(basic.secret);
    const pair = isOpen ? basic.secret : base64(`${basic.id}:${basic.secret}`);
    fields.add('basicPair', 'secret', pair, 'Base64 of id:secret');
  }
  const shown = isHarmless
    ? request
    : {
        ...request,
        method: 'GET',
        query: [],
        headers: headers.filter(([name]) => isSecretName(name)),
        body: noBody,
      };
  const call = draftRequest(shown, fields, notes);
  if (typeof call === 'string') return call;
  const token = fields.keyField;
  if (token === undefined) return body.kind === 'multipart' ? 'multipartForm' : 'noKey';
  const scheme = bearer !== null ? 'Bearer' : basic !== null ? 'Basic' : null;
  const sent = { ...(scheme && { Authorization: `${scheme} {{token}}` }), ...call.headers };
  const testCall = { request: withToken({ ...call, headers: sent }, token.id) };
  return {
    keyKind: 'static' as const,
    tokenField: token.id,
    ...(isHarmless && { testCall }),
    ...(Object.keys(sent).length > 0 && { apiCall: apiCallOf(testCall.request, fields, 'API_KEY') }),
  };
}

/** How calls carry the token: for "Copy as", which knows no other secret. */
function apiCallOf({ url, headers = {} }: RequestDraft, fields: DraftFields, envName: string) {
  const open = Object.entries(headers).filter(([, text]) => !fields.holdsSecret(text));
  return { url, headers: Object.fromEntries(open), envName };
}

const noBody = { kind: 'none' } as const;

/** The key as the token that it is, in the text of a request. */
function withToken(request: RequestDraft, fieldId: string): RequestDraft {
  const text = JSON.stringify(request).replaceAll(`{{${fieldId}}}`, '{{token}}');
  return JSON.parse(text) as RequestDraft;
}

/** A call that uses the token and needs nothing else. */
function testCallOf(use: CalledRequest): { request: RequestDraft } | null {
  const fields = new DraftFields();
  const draft = draftRequest(use, fields, []);
  if (typeof draft === 'string') return null;
  const [secret, ...others] = fields.list;
  const isBearer = use.bearer !== null;
  if (others.length > 0 || isBearer === (secret !== undefined)) return null;
  const headers = { ...(isBearer && { Authorization: 'Bearer {{token}}' }), ...draft.headers };
  return { request: withToken({ ...draft, headers }, secret?.id ?? '') };
}
