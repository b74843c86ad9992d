import * as v from 'valibot';
import { path } from './preset-answer.ts';
import { fieldId } from './preset-fields.ts';
import { headers, template } from './preset-request.ts';

const label = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const formId = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][\w-]{0,63}$/,
    'must have letters, digits, hyphens and underscores only, and begin with a small letter',
  ),
);

/** How the provider's API takes the token; "Copy as" makes a header, a `curl` line and a variable of it. */
export const apiCall = v.strictObject({
  url: template,
  headers: v.optional(headers, { Authorization: 'Bearer {{token}}' }),
  /** Environment variable in which the provider's tools look for the token. */
  envName: v.pipe(
    v.string(),
    v.regex(/^[A-Z][A-Z0-9_]{0,79}$/, 'must be the name of an environment variable, such as ACME_TOKEN'),
  ),
});

/** See {@link apiCall}. */
export type ApiCall = v.InferOutput<typeof apiCall>;

/** A further form in which users need the token. */
export const copyForm = v.union([
  v.strictObject({ id: formId, label, text: template }),
  v.strictObject({ id: formId, label, base64: template }),
  v.strictObject({ id: formId, label, base64OfJson: v.record(v.string(), template) }),
]);

/** Paths in order, joined by `|`; member names are compared without regard to case. */
const pathChoice = v.pipe(
  v.string(),
  v.regex(/^[\w-]+(\.[\w-]+)*(\|[\w-]+(\.[\w-]+)*)*$/, 'must be paths such as data.apikey, joined by |'),
  v.maxLength(400),
);

/** How this provider's keys look elsewhere, for import and smart paste. */
export const importHints = v.strictObject({
  /** Field ids by environment variable. */
  env: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, such as ACME_CLIENT_ID'),
      ),
      fieldId,
    ),
    {},
  ),
  /** Key files: `when` tells them apart (a text that a path must have, or `true` for any), `fields` where values stand. */
  json: v.optional(
    v.array(
      v.strictObject({
        when: v.record(path, v.union([v.string(), v.literal(true)])),
        fields: v.record(fieldId, pathChoice),
      }),
    ),
    [],
  ),
  /** Hosts of its API, such as `api.example.com` or `*.example.com`. */
  hosts: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.regex(
          /^(\*\.)?[a-z0-9.-]+$/,
          'must be a host in small letters, such as api.example.com or *.example.com',
        ),
      ),
    ),
    [],
  ),
});
