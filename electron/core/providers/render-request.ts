import { checkAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { formBody } from './encodings.ts';
import type { JsonTemplate, PresetRequest } from './preset-request.ts';
import {
  parseTemplate,
  renderTemplate,
  type TemplateValues,
  templateVariables,
  variableValue,
} from './template.ts';

/** What client authentication adds to a request. */
export interface AddedCredentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly formMembers: Readonly<Record<string, string>>;
}

const printableAscii = /^[\x20-\x7e]*$/;
/** RFC 9110 section 5.1, without the signs that no service uses. */
const headerName = /^[A-Za-z0-9_-]+$/;

/** Fills a preset's request with values. Failures: addressRefused, and invalidInput of a value that cannot be sent. */
export function renderRequest(
  request: PresetRequest,
  values: TemplateValues,
  added: AddedCredentials,
  extraCaPem: string | null,
): Result<HttpRequest> {
  const path = renderUrl(request.url, values);
  if (path === null) return fail('addressRefused', { step: 'prepare', reason: 'forbiddenCharacter' });
  const query = formBody(renderMembers(request.query, values));
  const address = checkAddress(query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`);
  if (!address.ok) return fail('addressRefused', { ...address.failure, step: 'prepare' });

  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [nameTemplate, template] of Object.entries(request.headers)) {
    const name = renderTemplate(nameTemplate, values);
    const value = renderTemplate(template, values);
    if (value === '' || name === '') continue;
    if (!headerName.test(name)) return notSendable(templateVariables(nameTemplate)[0] ?? name);
    if (!printableAscii.test(value)) return notSendable(templateVariables(template)[0] ?? name);
    headers[name.toLowerCase()] = value;
  }
  for (const [name, value] of Object.entries(added.headers)) headers[name.toLowerCase()] = value;

  const body = renderBody(request, values, added);
  if (body !== null) headers['content-type'] = contentTypes[request.body.kind];
  return ok({ method: request.method, url: address.value.href, headers, body, extraCaPem });
}

/** The failure of a value that no HTTP header can carry (RFC 9110 section 5.5). */
export function notSendable(field: string) {
  return fail('invalidInput', { step: 'prepare', field, reason: 'forbiddenCharacter' });
}

const contentTypes = {
  none: '',
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
} as const;

function renderBody(request: PresetRequest, values: TemplateValues, added: AddedCredentials): string | null {
  if (request.body.kind === 'none') return null;
  if (request.body.kind === 'json') return JSON.stringify(renderJson(request.body.members, values));
  return formBody([...renderMembers(request.body.members, values), ...Object.entries(added.formMembers)]);
}

/** Texts of members whose variables have no value (an optional field) are left out with their members. */
function renderJson(value: JsonTemplate, values: TemplateValues): unknown {
  if (typeof value === 'string') return renderTemplate(value, values);
  if (Array.isArray(value)) return value.map((element) => renderJson(element, values));
  if (typeof value !== 'object') return value;
  const members = Object.entries<JsonTemplate>(value as Readonly<Record<string, JsonTemplate>>)
    .map(([name, member]) => [renderTemplate(name, values), renderJson(member, values), member] as const)
    .filter(([name, rendered, member]) => name !== '' && (rendered !== '' || member === ''));
  return Object.fromEntries(members);
}

function renderMembers(
  members: Readonly<Record<string, string>>,
  values: TemplateValues,
): [string, string][] {
  return Object.entries(members)
    .map(([name, template]): [string, string] => [
      renderTemplate(name, values),
      renderTemplate(template, values),
    ])
    .filter(([name, value]) => name !== '' && value !== '');
}

/**
 * The address: its first variable stands as it is, later ones are one path segment each. A segment of dots would be
 * resolved away by the URL parser and call another path; null then.
 */
function renderUrl(template: string, values: TemplateValues): string | null {
  let url = '';
  for (const part of parseTemplate(template) ?? []) {
    if (typeof part === 'string') {
      url += part;
      continue;
    }
    const value = variableValue(part.anyOf, values);
    if (url !== '' && (/^\.*$/.test(value) || !value.isWellFormed())) return null;
    url += url === '' ? value : encodeURIComponent(value);
  }
  return url;
}
