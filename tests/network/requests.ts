import type { HttpRequest } from '#core/ports';

/** Sent in every place where a request can hold a secret. */
export const canary = 'CANARY-71d0b8';

export function request(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, body: null, extraCaPem: null, ...rest };
}

/** A request that carries the canary in each place. */
export function secretRequest(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return request(url, {
    method: 'POST',
    headers: { authorization: `Basic ${canary}`, 'x-api-key': canary },
    body: `secret=${canary}`,
    ...rest,
  });
}
