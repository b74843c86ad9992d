import { checkAddress } from '#core/address-rules';
import type { DraftFields } from './draft-fields.ts';
import type { ImportProblemKind } from './import-candidate.ts';
import { originOf } from './match-url.ts';
import { hasPlaceholder, isPlaceholder } from './placeholders.ts';
import { isSecretName } from './secret-names.ts';

/**
 * The template of an address: placeholders of its path become text fields; a host that is one, or that is not https, becomes
 * an address field. Problems: addressRefused, and secretInPath, as presets have no place for a secret there.
 */
export function draftAddress(
  url: string,
  fields: DraftFields,
): { readonly url: string } | Extract<ImportProblemKind, 'addressRefused' | 'secretInPath'> {
  const origin = originOf(url) || (url.split('/', 1)[0] ?? '');
  const isOpen = hasPlaceholder(origin);
  if (!isOpen && !checkAddress(origin).ok) return 'addressRefused';
  const segments = url.slice(origin.length).split('/');
  if (segments.some(holdsSecret)) return 'secretInPath';
  const isLiteral = !isOpen && /^https:/i.test(origin);
  const start = isLiteral ? origin.toLowerCase() : fields.add('host', 'origin', isOpen ? '' : origin, 'Host');
  const path = segments.map((segment) => draftSegment(segment, fields)).join('/');
  if (!checkAddress(`https://host${path.replace(/\{\{\w+\}\}/g, 'x')}`).ok) return 'addressRefused';
  return { url: start + path };
}

/** What stands for a value within a segment: `<id>`, `{id}`, `{{id}}`, `$ID`, `${ID}`. */
const variable = /<[^<>]*>|\$?\{+[^{}]*\}+|\$\w+/g;
/** `:id`, as Postman and many pages write it. */
const pathVariable = /^:[A-Za-z_]{1,40}$/;
/** Digits that are a part of ordinary words: `oauth2`, `v1.0`, `2026-01-31`. */
const ordinaryDigits = /(?<![a-z\d])(oauth2|v\d{1,3}(\.\d{1,3})*|\d{4}-\d\d-\d\d)(?![a-z\d])/gi;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isVariable(segment: string): boolean {
  return segment !== '' && (pathVariable.test(segment) || hasPlaceholder(segment) || isPlaceholder(segment));
}

/** Letters mixed with digits, or a pair such as `bot123456:AAE-abc`. A placeholder by its name: `bot<token>`. */
function holdsSecret(segment: string): boolean {
  if (isVariable(segment) && isSecretName(segment)) return true;
  if (pathVariable.test(segment)) return false;
  const literal = decoded(segment.replace(variable, ''));
  if (/[:=]/.test(literal)) return true;
  if (literal.length < 10 || uuid.test(literal)) return false;
  return /[a-z]/i.test(literal) && /\d/.test(literal.replace(ordinaryDigits, ''));
}

/** Ids differ from key to key, and a preset may be handed on, so they become values of the key. */
function draftSegment(segment: string, fields: DraftFields): string {
  const isWhole = pathVariable.test(segment) || segment.replace(variable, '') === '';
  if (isVariable(segment) && isWhole) return fields.add(segment, 'text', '');
  if (isVariable(segment)) return fields.add('pathPart', 'text', '', 'Part of the path');
  const isId = uuid.test(segment) || /^\d{6,}$/.test(segment);
  return isId ? fields.add('pathPart', 'text', segment, 'Part of the path') : segment;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
