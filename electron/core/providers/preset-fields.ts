import * as v from 'valibot';

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const hint = v.optional(v.pipe(v.string(), v.maxLength(400)), '');

/** Id of a preset; stored with each key, so never rename one. */
export const presetId = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9-]{0,63}$/,
    'must have small letters, digits and hyphens only, and begin with a letter',
  ),
);
/** Id of a field or an output, also a template variable; stored with each key, so never rename one. */
export const fieldId = v.pipe(
  v.string(),
  v.regex(/^[a-z]\w{0,63}$/, 'must have letters, digits and underscores only, and begin with a small letter'),
  v.check((id) => !reservedIds.has(id), 'is the name of a variable that Keyfob fills: choose another id'),
);
/** Template variables that are no fields: see template-variables.ts. */
const reservedIds: ReadonlySet<string> = new Set(['token', 'assertion', 'discovered', 'outputs', 'rotation']);

/**
 * An input of the add form. `origin` is the address of a service without path, `url` a whole address; both obey
 * core/address-rules.ts. `key` is another stored key: its token is the variable, treated as a secret.
 */
export const presetField = v.strictObject({
  id: fieldId,
  label: shortText,
  kind: v.picklist(['text', 'origin', 'url', 'secret', 'choice', 'key']),
  required: v.optional(v.boolean(), true),
  /** Used when nothing is entered. */
  default: hint,
  placeholder: hint,
  /** One sentence: where to find the value. */
  help: hint,
  /** For `choice`: the values offered, in order. */
  choices: v.optional(v.array(v.strictObject({ value: shortText, label: shortText })), []),
  /** For `origin`: paths that users paste along with the host and that are dropped, such as `/layar`. */
  dropPaths: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^(\/[\w.-]+)+$/, 'must be a path such as /layar'))),
    [],
  ),
  /** For `origin`: some instances live below a path, such as `/auth`, which is kept without a slash at its end. */
  mayHavePath: v.optional(v.boolean(), false),
  /** For `secret`: the form that it normally has. Another one is mentioned by the test and not refused. */
  shape: v.optional(v.picklist(['base64OfNameDotUuid'])),
  /** For `secret`: it has several lines, as a private key in PEM has. */
  multiline: v.optional(v.boolean(), false),
  /** For `text`: letters are turned to upper case, as some services compare them so. */
  upperCase: v.optional(v.boolean(), false),
  /**
   * For `text`: the thumbprint of a certificate in hexadecimal, as consoles show it. Gives the variable `<id>.sha1` or
   * `<id>.sha256`, by its length, in base64url as `x5t` and `x5t#S256` want it (RFC 7515 sections 4.1.7 and 4.1.8).
   */
  thumbprint: v.optional(v.boolean(), false),
  /** The field counts only while a choice field has one of these values. */
  when: v.optional(v.strictObject({ field: fieldId, isOneOf: v.pipe(v.array(shortText), v.minLength(1)) })),
});

/** See {@link presetField}. */
export type PresetField = v.InferOutput<typeof presetField>;

/** Whether a field counts for a key with these values; `fields` must hold the defaults, too. */
export function isFieldShown(field: PresetField, fields: Readonly<Record<string, string>>): boolean {
  return field.when === undefined || field.when.isOneOf.includes(fields[field.when.field] ?? '');
}
