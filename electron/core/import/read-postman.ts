import type { Preset } from '#core/providers/preset';
import type { Pair } from './called-request.ts';
import { collectionEntries } from './collection-tree.ts';
import { fillVariables } from './fill-variables.ts';
import type { ImportReading } from './import-candidate.ts';
import { asList, asObject, asPairs, asText, bodyOfMode, type JsonObject } from './json-shapes.ts';
import { type NamedRequest, readSavedRequests } from './read-saved-requests.ts';
import { readVariables } from './read-variables.ts';
import { type SavedAuth, savedAuth } from './saved-request.ts';

/** Keys in an environment or a collection (format 2.0 and 2.1) of Postman, or null when the value is neither. */
export function readPostman(value: unknown, presets: readonly Preset[]): ImportReading | null {
  const file = asObject(asObject(value)['collection'] ?? value);
  const hasValues = Array.isArray(file['values']) && asText(file['_postman_variable_scope']) !== '';
  if (hasValues) return variablesOf(file, 'values', presets);
  const isCollection = Array.isArray(file['item']) && asObject(file['info'])['schema'] !== undefined;
  if (!isCollection) return null;
  const requests = readSavedRequests(requestsOf(file), 'postman', presets);
  if (requests.candidates.length > 0) return requests;
  const { candidates, problems } = variablesOf(file, 'variable', presets);
  return { candidates, problems: [...requests.problems, ...problems] };
}

function variablesOf(file: JsonObject, member: string, presets: readonly Preset[]): ImportReading {
  const variables = asPairs(file[member]).map(([name, value], index) => {
    return { name, value, place: { unit: 'entry', number: index + 1 } as const };
  });
  const name = asText(file['name']) || asText(asObject(file['info'])['name']);
  return readVariables(variables, 'postman', name, presets);
}

function requestsOf(collection: JsonObject): NamedRequest[] {
  const variables = new Map(asPairs(collection['variable']));
  const fill = (text: string) => fillVariables(text, variables);
  const entries = collectionEntries(
    asList(collection['item']),
    collection['auth'],
    (item) => (Array.isArray(item['item']) ? item['item'] : null),
    (item) => asObject(item['request'])['auth'] ?? item['auth'],
  );
  return entries.map(({ item, auth }) => {
    const saved = savedRequest(asObject(item['request']), authOf(auth, fill), fill);
    return { name: asText(item['name']), saved };
  });
}

function savedRequest(request: JsonObject, auth: SavedAuth | null, fill: (text: string) => string) {
  const body = asObject(request['body']);
  const url = asText(request['url']) || asText(asObject(request['url'])['raw']);
  const form = asPairs(body['urlencoded']).map(([name, value]): Pair => [fill(name), fill(value)]);
  const mode = asText(body['mode']);
  return {
    method: asText(request['method']) || 'GET',
    url: fill(url),
    headers: asPairs(request['header']).map(([name, value]): Pair => [name, fill(value)]),
    body: bodyOfMode(mode, {
      form: form.map(([key, value]) => ({ key, value })),
      text: fill(asText(body['raw'])),
    }),
    auth,
  };
}

function authOf(value: unknown, fill: (text: string) => string): SavedAuth | null {
  const auth = asObject(value);
  const type = asText(auth['type']);
  if (type === '' || type === 'noauth') return null;
  return savedAuth(
    type,
    asPairs(auth[type]).map(([name, text]): Pair => [name, fill(text)]),
  );
}
