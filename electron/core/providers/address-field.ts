import { checkAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { PresetField } from './preset-fields.ts';

/**
 * Brings an entered address into its one form: `https://` is added when no scheme is given, and an origin loses its
 * trailing slash and the paths that users paste along with the host.
 */
export function normaliseAddressField(field: PresetField, entered: string): Result<string> {
  const refuse = (reason: string) => fail('invalidInput', { field: field.id, reason });
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(entered);
  const address = checkAddress(hasScheme ? entered : `https://${entered}`);
  if (!address.ok) return refuse(address.failure.reason ?? 'notAnOrigin');
  const url = address.value;
  if (field.kind === 'url') return ok(url.href);
  const path = withoutDroppedPaths(url.pathname, field.dropPaths);
  const isFine = (path === '' || field.mayHavePath) && url.search === '';
  return isFine ? ok(url.origin + path) : refuse('notAnOrigin');
}

function withoutDroppedPaths(pathname: string, dropPaths: readonly string[]): string {
  const path = pathname.replace(/\/+$/, '');
  return dropPaths.includes(path) ? '' : path;
}
