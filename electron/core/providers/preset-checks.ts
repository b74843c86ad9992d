import { checkAddress } from '#core/address-rules';
import { builtInFormIds } from '#core/copy-as/copy-form';
import { type ByField, variants } from './by-field.ts';
import type { ExchangePreset, ExecPreset, Preset } from './preset.ts';
import type { TestCall } from './preset-calls.ts';
import type { PresetField } from './preset-fields.ts';
import type { ApiCall } from './preset-hints.ts';
import type { ClientAuthentication, PresetRequest } from './preset-request.ts';
import {
  checkAuthentication,
  checkCalls,
  checkChoices,
  checkJwt,
  checkRequests,
  checkTemplate,
} from './preset-request-checks.ts';
import { type PresetProblem, PresetScope } from './preset-scope.ts';
import { parseTemplate, templateVariables } from './template.ts';

const withToken = { secret: ['token'] };
const rotationVariables = ['rotation.name', 'rotation.hours'];

/** What a preset of the right shape still has wrong: names of fields, variables or choices that do not exist. */
export function presetProblems(preset: Preset): PresetProblem[] {
  const scope = new PresetScope(preset);
  if (scope.fields.size < preset.fields.length) scope.tell('fields', 'two fields have the same id');
  for (const field of preset.fields) checkField(field, scope);
  for (const id of preset.needsOneOf.flat()) scope.needField('needsOneOf', id);
  if (preset.clientIdField !== undefined) scope.needField('clientIdField', preset.clientIdField, 'text');
  checkKind(preset, scope);
  checkCallsBesides(preset, scope);
  checkHints(preset, scope);
  return scope.problems;
}

function checkKind(preset: Preset, scope: PresetScope): void {
  switch (preset.keyKind) {
    case 'exchange':
      checkExchange(preset, scope);
      return;
    case 'static':
      scope.needField('tokenField', preset.tokenField, 'secret');
      return;
    case 'signed':
      checkJwt('token', preset.token, scope);
      return;
    case 'exec':
      scope.needField('commandField', preset.commandField, 'text');
      if (preset.argumentsField !== undefined)
        scope.needField('argumentsField', preset.argumentsField, 'text');
      checkOutput(preset.output, scope);
      for (const text of preset.commandArguments) checkTemplate('commandArguments', text, scope.open, scope);
  }
}

function checkOutput({ dataosTable }: ExecPreset['output'], scope: PresetScope): void {
  if (dataosTable === undefined) return;
  const place = 'output.dataosTable.createArguments';
  const known = new Set([...scope.open, ...rotationVariables]);
  const { nameField, createArguments } = dataosTable;
  scope.needField('output.dataosTable', nameField, 'text');
  for (const text of createArguments ?? []) checkTemplate(place, text, known, scope);
  if (createArguments?.some((text) => templateVariables(text).includes('rotation.name')) === false)
    scope.tell(place, 'must use {{rotation.name}}, by which the new key is found');
}

function checkExchange(preset: ExchangePreset, scope: PresetScope): void {
  const { request, clientAuthentication, assertion, answer } = preset.exchange;
  const secret = assertion === undefined ? [] : ['assertion'];
  if (preset.discovery !== undefined)
    scope.needField('discovery.issuerField', preset.discovery.issuerField, 'url');
  checkRequests('exchange', request, scope, { secret });
  checkChoices('exchange.clientAuthentication', clientAuthentication, scope);
  for (const method of variants<ClientAuthentication>(clientAuthentication))
    checkAuthentication(method, variants<PresetRequest>(request), scope);
  if (assertion !== undefined) checkJwt('exchange.assertion', assertion, scope);
  if (answer.tokenPathField !== undefined)
    scope.needField('exchange.answer.tokenPathField', answer.tokenPathField, 'text');
  if (answer.refreshToken !== undefined)
    scope.needField('exchange.answer.refreshToken', answer.refreshToken.field, 'secret');
  if (answer.defaultLifetimeField !== undefined) checkLifetimeField(answer.defaultLifetimeField, scope);
  if (preset.signIn !== undefined) {
    checkCalls('signIn.start', [preset.signIn.start], scope, {});
    checkRequests('signIn.poll', preset.signIn.poll, scope, { secret: ['outputs.device_code'] });
    if (answer.refreshToken === undefined)
      scope.tell('signIn', 'needs exchange.answer.refreshToken, where the sign-in is kept');
  }
  if (preset.revocation !== undefined) checkCalls('revocation', [preset.revocation], scope, withToken);
}

function checkLifetimeField(id: string, scope: PresetScope): void {
  const place = 'exchange.answer.defaultLifetimeField';
  scope.needField(place, id, 'choice');
  if (!scope.fields.get(id)?.choices.every(({ value }) => /^[1-9]\d{0,8}$/.test(value)))
    scope.tell(place, `the choices of "${id}" must be whole seconds`);
}

function checkCallsBesides(preset: Preset, scope: PresetScope): void {
  const { keyDetails, rotation, lookUps } = preset;
  if (preset.testCall !== undefined) checkTestCall(preset.testCall, scope);
  if (keyDetails !== undefined) {
    const outputs = checkCalls('keyDetails.calls', keyDetails.calls, scope, withToken);
    const known = new Set([...scope.open, ...outputs]);
    if (keyDetails.list !== undefined)
      checkTemplate('keyDetails.list.where', keyDetails.list.where.equals, known, scope);
  }
  if (rotation !== undefined) {
    scope.needField('rotation.secretField', rotation.secretField, 'secret');
    const open = { ...withToken, open: rotationVariables };
    const outputs = checkCalls('rotation.create', rotation.create, scope, open);
    checkCalls('rotation.remove', rotation.remove, scope, { ...withToken, open: outputs });
  }
  for (const { field, call } of lookUps) {
    scope.needField('lookUps', field, 'text');
    checkCalls('lookUps', [call], scope, withToken);
  }
}

function checkTestCall(part: ByField<TestCall>, scope: PresetScope): void {
  checkChoices('testCall', part, scope);
  for (const { request, summary } of variants<TestCall>(part)) {
    checkRequests('testCall', request, scope, withToken);
    if (parseTemplate(summary) === null) scope.tell('testCall.summary', 'is malformed');
  }
}

/** Copied texts and imports: nothing of them is sent, but a name that does not exist would give an empty place. */
function checkHints({ apiCall, copyAs, importHints }: Preset, scope: PresetScope): void {
  const hosts = [...scope.fields.values()].filter(({ kind }) => kind !== 'text' && kind !== 'secret');
  const known = new Set([...scope.open, 'token', ...hosts.map(({ id }) => `${id}.hostname`)]);
  if (apiCall !== undefined) {
    checkChoices('apiCall', apiCall, scope);
    for (const { url, headers } of variants<ApiCall>(apiCall))
      for (const text of [url, ...Object.entries(headers).flat()])
        checkTemplate('apiCall', text, known, scope);
  }
  for (const form of copyAs) {
    const isTaken = (builtInFormIds as readonly string[]).includes(form.id) || form.id.startsWith('output.');
    if (isTaken) scope.tell(`copyAs.${form.id}`, 'every provider has a form of this id: choose another one');
    const forms =
      'text' in form ? [form.text] : 'base64' in form ? [form.base64] : Object.values(form.base64OfJson);
    for (const text of forms) checkTemplate(`copyAs.${form.id}`, text, known, scope);
  }
  for (const id of Object.values(importHints.env)) scope.needField('importHints.env', id);
  for (const { fields } of importHints.json)
    for (const id of Object.keys(fields)) scope.needField('importHints.json', id);
}

function checkField(field: PresetField, scope: PresetScope): void {
  const { id, kind, choices, when } = field;
  const tell = (message: string) => scope.tell(`fields.${id}`, message);
  if (kind === 'choice' ? choices.length < 2 : choices.length > 0)
    tell('a choice needs two choices at least; other kinds have none');
  if (kind === 'choice' && !choices.some(({ value }) => value === field.default))
    tell('the default is not one of the choices');
  const isAddress = kind === 'origin' || kind === 'url';
  if (isAddress && field.default !== '' && !checkAddress(field.default).ok)
    tell('the default is not an https address');
  if (kind !== 'origin' && (field.dropPaths.length > 0 || field.mayHavePath))
    tell('dropPaths and mayHavePath are for the kind origin');
  if (kind !== 'secret' && (field.shape !== undefined || field.multiline))
    tell('shape and multiline are for the kind secret');
  if ((kind === 'secret' || kind === 'key') && field.default !== '') tell('a secret has no default');
  if (kind !== 'text' && (field.upperCase || field.thumbprint))
    tell('upperCase and thumbprint are for the kind text');
  if (when === undefined) return;
  scope.needField(`fields.${id}.when`, when.field, 'choice');
  const offered = scope.fields.get(when.field)?.choices.map(({ value }) => value) ?? [];
  if (!when.isOneOf.every((value) => offered.includes(value)))
    tell('"when" names a choice that does not exist');
}
