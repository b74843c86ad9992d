import * as v from 'valibot';
import { ok, type Result } from '#core/failure';
import { presetRequest } from '#core/providers/preset-request';
import { notSendable, renderRequest } from '#core/providers/render-request';
import { renderTemplate, type TemplateValues, templateVariables } from '#core/providers/template';
import type { ApiCallHints } from './copy-form.ts';
import type { FormRecipe } from './form-recipe.ts';
import { quoteForPosix } from './shell-quoting.ts';

/** What a provider without hints is taken to expect: RFC 6750 section 2.1, which every resource server supports. */
export const usualApiCall: ApiCallHints = {
  url: '',
  headers: { Authorization: 'Bearer {{token}}' },
  envName: 'ACCESS_TOKEN',
};

/** The header that carries the token, and a `curl` line; each only where the hints describe it. */
export function apiCallRecipes(
  { url, headers }: ApiCallHints,
  fields: Readonly<Record<string, string>>,
): FormRecipe[] {
  const open = new Map(Object.entries(fields));
  const all = Object.entries(headers).map(([name, text]) => [renderTemplate(name, open), text] as const);
  const withToken = all.find(([, text]) => templateVariables(text).includes('token'));
  const recipes: FormRecipe[] = [];
  if (withToken !== undefined) {
    const [name, text] = withToken;
    const render = (values: TemplateValues) => headerLine(name, text, values);
    recipes.push({ id: 'header', label: name, needs: [text], render });
  }
  if (url !== '') {
    const needs = withToken === undefined ? [url] : [url, withToken[1]];
    const render = (values: TemplateValues) => curlLine(url, all, values);
    recipes.push({ id: 'curl', label: '', needs, mayUse: Object.values(headers), render });
  }
  return recipes;
}

/** `Name: value` of a header (RFC 9112 section 5). Failure: invalidInput, for what no header can carry. */
function headerLine(name: string, template: string, values: TemplateValues): Result<string> {
  const value = renderTemplate(template, values);
  if (!/^[\x20-\x7e]*$/.test(value)) return notSendable(templateVariables(template)[0] ?? name);
  return ok(`${name}: ${value}`);
}

/**
 * A `curl` line for POSIX shells. Every value is the argument of a long option, so that none can be read as an option or as
 * the name of a file.
 */
function curlLine(
  urlTemplate: string,
  headers: readonly (readonly [string, string])[],
  values: TemplateValues,
): Result<string> {
  const request = renderRequest(
    v.parse(presetRequest, { method: 'GET', url: urlTemplate }),
    values,
    { headers: {}, formMembers: {} },
    null,
  );
  if (!request.ok) return request;
  const words = ['curl'];
  // curl takes brackets and braces for patterns of several addresses.
  if (/[[\]{}]/.test(request.value.url)) words.push('--globoff');
  const options: [string, Result<string>][] = [['--url', ok(request.value.url)]];
  for (const [name, template] of headers)
    if (renderTemplate(template, values) !== '')
      options.push(['--header', headerLine(name, template, values)]);
  for (const [option, argument] of options) {
    const word = argument.ok ? quoteForPosix(argument.value) : argument;
    if (!word.ok) return word;
    words.push(option, word.value);
  }
  return ok(words.join(' '));
}
