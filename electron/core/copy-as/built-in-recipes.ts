import { fail, ok, type Result } from '#core/failure';
import { pickVariant } from '#core/providers/by-field';
import { base64, formEncode } from '#core/providers/encodings';
import type { ClientAuthentication } from '#core/providers/preset-request';
import type { TemplateValues } from '#core/providers/template';
import { apiCallRecipes, usualApiCall } from './api-call-recipes.ts';
import type { BuiltInFormId, CopyPreset } from './copy-form.ts';
import { dotenvValue } from './dotenv-value.ts';
import { type FormRecipe, tokenTemplate } from './form-recipe.ts';
import { quoteForFish, quoteForPosix, quoteForPowerShell } from './shell-quoting.ts';

/** The forms that every provider has, and those that its hints and its client authentication give. */
export function builtInRecipes(preset: CopyPreset, fields: Readonly<Record<string, string>>): FormRecipe[] {
  const call = (preset.apiCall && pickVariant(preset.apiCall, fields)) ?? usualApiCall;
  const method = preset.exchange && pickVariant(preset.exchange.clientAuthentication, fields);
  return [
    ofToken('raw', '', ok),
    ...apiCallRecipes(call, fields),
    variable('bash', call.envName, quoteForPosix, (name) => `export ${name}=`),
    variable('fish', call.envName, quoteForFish, (name) => `set -gx ${name} `),
    variable('powershell', call.envName, quoteForPowerShell, (name) => `$env:${name} = `),
    variable('dotenv', call.envName, dotenvValue, (name) => `${name}=`),
    ofToken('json', '', (token, expiresAtMs) => ok(tokenJson(token, expiresAtMs))),
    ...(method?.method === 'client_secret_basic' ? [basicPair(method)] : []),
  ];
}

function ofToken(
  id: BuiltInFormId,
  label: string,
  render: (token: string, expiresAtMs: number | null) => Result<string>,
): FormRecipe {
  return {
    id,
    label,
    needs: [tokenTemplate],
    render: (values, expiresAtMs) => render(values.get('token') ?? '', expiresAtMs),
  };
}

/** A line that sets the environment variable. */
function variable(
  id: BuiltInFormId,
  name: string,
  quote: (text: string) => Result<string>,
  start: (name: string) => string,
): FormRecipe {
  return ofToken(id, name, (token) => {
    const quoted = quote(token);
    return quoted.ok ? ok(start(name) + quoted.value) : quoted;
  });
}

/** Members as in RFC 6749 section 5.1, with an absolute end (RFC 3339) in place of `expires_in`, which would age. */
function tokenJson(token: string, expiresAtMs: number | null): string {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return JSON.stringify({ access_token: token, token_type: 'Bearer', expires_at: expiresAt });
}

type BasicMethod = Extract<ClientAuthentication, { method: 'client_secret_basic' }>;

/** What stands behind `Authorization: Basic` in the exchange itself (core/providers/build-request.ts). */
function basicPair({ idField, secretField, formEncode: isEncoded }: BasicMethod): FormRecipe {
  const part = (values: TemplateValues, field: string) => {
    const value = values.get(field) ?? '';
    return isEncoded ? formEncode(value) : value;
  };
  return {
    id: 'basic',
    label: '',
    needs: [`{{${idField}}}`, `{{${secretField}}}`],
    render: (values) => {
      const id = part(values, idField);
      // RFC 7617 section 2: the id of a Basic pair cannot hold a colon.
      if (id.includes(':')) return fail('invalidInput', { field: idField, reason: 'colon' });
      return ok(base64(`${id}:${part(values, secretField)}`));
    },
  };
}
