import type { Preset } from '#core/providers/preset';
import type { Pair } from './called-request.ts';
import { collectionEntries } from './collection-tree.ts';
import { fillVariables } from './fill-variables.ts';
import type { ImportReading } from './import-candidate.ts';
import { asList, asObject, asPairs, asText, bodyOfMode, type JsonObject } from './json-shapes.ts';
import { type NamedRequest, readSavedRequests } from './read-saved-requests.ts';
import { readVariables } from './read-variables.ts';
import { savedAuth } from './saved-request.ts';

/** Keys in a collection or an environment that Bruno exported as JSON, or null when the value is neither. */
export function readBrunoJson(value: unknown, presets: readonly Preset[]): ImportReading | null {
  const file = asObject(value);
  if (Array.isArray(file['variables']) && !('items' in file)) return environmentOf(file, presets);
  const isCollection = Array.isArray(file['items']) && (file['version'] ?? file['brunoConfig']) !== undefined;
  if (!isCollection) return null;
  const environments = asList(file['environments']).map(asObject);
  const [first = {}] = environments;
  const requests = readSavedRequests(
    requestsOf(file, new Map(asPairs(first['variables']))),
    'bruno',
    presets,
  );
  if (requests.candidates.length > 0) return requests;
  const readings = environments.map((environment) => environmentOf(environment, presets));
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    problems: [...requests.problems, ...readings.flatMap(({ problems }) => problems)],
  };
}

/** Bruno leaves the values of secret variables out of what it writes. */
function environmentOf(environment: JsonObject, presets: readonly Preset[]): ImportReading {
  const variables = asList(environment['variables'])
    .map(asObject)
    .filter((variable) => variable['enabled'] !== false)
    .map((variable, index) => {
      const [name, value] = [asText(variable['name']), asText(variable['value'])];
      const isLeftOut = variable['secret'] === true && value === '';
      const notes = isLeftOut ? [{ kind: 'secretNotInFile', what: name } as const] : [];
      return { name, value, notes, place: { unit: 'entry', number: index + 1 } as const };
    });
  return readVariables(variables, 'bruno', asText(environment['name']), presets);
}

function requestsOf(collection: JsonObject, variables: ReadonlyMap<string, string>): NamedRequest[] {
  const fill = (text: string) => fillVariables(text, variables);
  const ofRoot = (item: JsonObject) => asObject(asObject(item['root'])['request'])['auth'];
  const entries = collectionEntries(
    asList(collection['items']),
    ofRoot(collection),
    (item) => (Array.isArray(item['items']) ? item['items'] : null),
    (item) => {
      const auth = asObject(item['request'])['auth'] ?? ofRoot(item);
      return asObject(auth)['mode'] === 'inherit' ? undefined : auth;
    },
  );
  return entries.map(({ item, auth }) => {
    const saved = savedRequest(asObject(item['request']), asObject(auth), fill);
    return { name: asText(item['name']), saved };
  });
}

function savedRequest(request: JsonObject, auth: JsonObject, fill: (text: string) => string) {
  const body = asObject(request['body']);
  const mode = asText(body['mode']);
  const filled = (value: unknown) => asPairs(value).map(([name, text]): Pair => [name, fill(text)]);
  const type = asText(auth['mode']);
  return {
    method: asText(request['method']) || 'GET',
    url: fill(asText(request['url'])),
    headers: filled(request['headers']),
    body: bodyOfMode(mode, {
      form: filled(body['formUrlEncoded']).map(([key, value]) => ({ key, value })),
      text: fill(asText(body['json']) || asText(body['text'])),
    }),
    auth: type === '' || type === 'none' ? null : savedAuth(type, filled(auth[type])),
  };
}
