/** Scheme and host of the app's own pages. */
export const appOrigin = 'app://keyfob';

/** Scheme and host of a URL, such as `app://keyfob`; empty for what has none. `URL.origin` is `null` for an own scheme. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
