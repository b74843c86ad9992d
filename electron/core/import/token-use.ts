import type { CalledRequest } from './called-request.ts';
import { isTokenCall } from './draft-preset.ts';
import { hasPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isSecretName } from './secret-names.ts';

/** Whether a request uses a token that another one got: it carries a Bearer, or a header that is called a token. */
export function isTokenUse(request: CalledRequest): boolean {
  if (request.basic !== null || isTokenCall(request)) return false;
  return (
    request.bearer !== null ||
    request.headers.some(
      ([name, value]) => isSecretName(name) && (/token/i.test(name) || isSecretPlaceholder(value)),
    )
  );
}

/** Whether the token of such a request is not there: the example says only where it goes. */
export function lacksToken({ bearer, headers }: CalledRequest): boolean {
  return isSecretPlaceholder(bearer ?? headers.find(([name]) => isSecretName(name))?.[1] ?? '');
}

/** Whether a request that uses a token may serve as test call: it only reads, and its address is whole. */
export function isHarmlessRead({ method, body, url, query }: CalledRequest): boolean {
  return method === 'GET' && body.kind === 'none' && query.length === 0 && !hasPlaceholder(url);
}
