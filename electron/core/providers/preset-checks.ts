import { checkAddress } from '#core/address-rules';
import { type ByField, isByField, variants } from './by-field.ts';
import type { Preset } from './preset.ts';
import type { PresetField } from './preset-fields.ts';
import type { ClientAuthentication, PresetRequest } from './preset-request.ts';
import { parseTemplate, templateVariables } from './template.ts';

/** Collects what is wrong. */
type Problems = string[];

/** What a preset of the right shape still has wrong: names of fields, variables or choices that do not exist. */
export function presetProblems(preset: Preset): string[] {
  const problems: Problems = [];
  const fields = new Map(preset.fields.map((field) => [field.id, field]));
  if (fields.size < preset.fields.length) problems.push('two fields have the same id');
  for (const field of preset.fields) checkField(field, problems);
  if (preset.clientIdField !== undefined && fields.get(preset.clientIdField)?.kind !== 'text')
    problems.push('clientIdField is not a text field');

  const outputs = preset.keyKind === 'exchange' ? preset.exchange.answer.outputs.map(({ id }) => id) : [];
  if (preset.keyKind === 'exchange') {
    const { request, clientAuthentication } = preset.exchange;
    checkRequest('exchange', request, fields, [], [], problems);
    checkChoices('clientAuthentication', clientAuthentication, fields, problems);
    for (const method of variants<ClientAuthentication>(clientAuthentication))
      checkAuthentication(method, request, fields, problems);
  } else if (fields.get(preset.tokenField)?.kind !== 'secret')
    problems.push('tokenField is not a secret field');

  checkChoices('testCall', preset.testCall.request, fields, problems);
  const outputNames = outputs.map((id) => `outputs.${id}`);
  for (const request of variants<PresetRequest>(preset.testCall.request))
    checkRequest('testCall', request, fields, outputNames, ['token'], problems);
  if (parseTemplate(preset.testCall.summary) === null) problems.push('testCall: malformed summary');
  return problems;
}

function checkField(field: PresetField, problems: Problems): void {
  const { id, kind, choices } = field;
  if (kind === 'choice' ? choices.length < 2 : choices.length > 0)
    problems.push(`field ${id}: wrong choices`);
  if (kind === 'choice' && !choices.some(({ value }) => value === field.default))
    problems.push(`field ${id}: the default is not a choice`);
  if (isAddress(field) && field.default !== '' && !checkAddress(field.default).ok)
    problems.push(`field ${id}: the default is not an address`);
  if (kind !== 'origin' && field.dropPaths.length > 0) problems.push(`field ${id}: dropPaths is for origins`);
  if (kind !== 'secret' && field.shape !== undefined) problems.push(`field ${id}: shape is for secrets`);
  if (kind === 'secret' && field.default !== '') problems.push(`field ${id}: a secret has no default`);
}

const isAddress = ({ kind }: PresetField): boolean => kind === 'origin' || kind === 'url';

function checkChoices<T extends object>(
  place: string,
  part: ByField<T>,
  fields: ReadonlyMap<string, PresetField>,
  problems: Problems,
): void {
  if (!isByField(part)) return;
  const field = fields.get(part.byField);
  const offered = field?.kind === 'choice' ? field.choices.map(({ value }) => value) : [];
  if (offered.toSorted().join('\n') !== Object.keys(part.choices).toSorted().join('\n'))
    problems.push(`${place}: needs exactly one variant for each choice of a choice field`);
}

function checkAuthentication(
  method: ClientAuthentication,
  request: PresetRequest,
  fields: ReadonlyMap<string, PresetField>,
  problems: Problems,
): void {
  if (method.method === 'none') return;
  if (fields.get(method.secretField)?.kind !== 'secret')
    problems.push(`clientAuthentication: ${method.secretField} is not a secret field`);
  if ('idField' in method && !fields.has(method.idField))
    problems.push(`clientAuthentication: ${method.idField} is not a field`);
  if (method.method === 'client_secret_post' && request.body.kind !== 'form')
    problems.push('clientAuthentication: client_secret_post needs a form body');
}

function checkRequest(
  place: string,
  request: PresetRequest,
  fields: ReadonlyMap<string, PresetField>,
  extraOpen: readonly string[],
  extraSecret: readonly string[],
  problems: Problems,
): void {
  const ids = [...fields.values()];
  const open = new Set([...ids.filter(({ kind }) => kind !== 'secret').map(({ id }) => id), ...extraOpen]);
  const all = new Set([...ids.map(({ id }) => id), ...extraOpen, ...extraSecret]);
  const check = (template: string, known: ReadonlySet<string>) => {
    if (parseTemplate(template) === null) problems.push(`${place}: malformed template ${template}`);
    for (const name of templateVariables(template))
      if (!known.has(name)) problems.push(`${place}: {{${name}}} does not exist or may not stand there`);
  };
  for (const template of [request.url, ...Object.values(request.query)]) check(template, open);
  const bodyMembers = request.body.kind === 'none' ? {} : request.body.members;
  for (const template of [...Object.values(request.headers), ...Object.values(bodyMembers)])
    check(template, all);
  if (request.method === 'GET' && request.body.kind !== 'none') problems.push(`${place}: GET with a body`);
  checkUrlStart(place, request.url, fields, problems);
}

/** The user decides by a field, or the preset by a literal, which host is called: never a value that a service sent. */
function checkUrlStart(
  place: string,
  url: string,
  fields: ReadonlyMap<string, PresetField>,
  problems: Problems,
): void {
  const [first] = parseTemplate(url) ?? [];
  if (first === undefined) return;
  if (typeof first === 'string') {
    if (!/^https:\/\/[^/{]+\//.test(first))
      problems.push(`${place}: the URL does not begin with a whole host`);
    return;
  }
  for (const name of first.anyOf) {
    const field = fields.get(name);
    if (field !== undefined && isAddress(field)) continue;
    const addresses = field?.choices.map(({ value }) => value) ?? [];
    if (addresses.length === 0 || !addresses.every((address) => checkAddress(address).ok))
      problems.push(`${place}: the URL begins with {{${name}}}, which holds no address`);
  }
}
