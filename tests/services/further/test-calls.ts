import type { StrangerAsks } from '../ask-as-stranger.ts';
import type { ServiceInside } from './service-description.ts';

type TestCall = (inside: ServiceInside, token: string) => Omit<StrangerAsks, 'caPem'>;

/** `GET` with the token in the `Authorization` header. */
export const bearerGet =
  (path: string, headers: Readonly<Record<string, string>> = {}): TestCall =>
  (inside, token) => ({
    method: 'GET',
    url: inside.urlOf(path),
    headers: { authorization: `Bearer ${token}`, ...headers },
  });

/** Introspection with the oldest key by Basic (RFC 7662); passes with `active: true`. */
export const introspection =
  (path: string): TestCall =>
  (inside, token) => {
    const { id, secret } = inside.credentials[0] ?? { id: '', secret: '' };
    return {
      method: 'POST',
      url: inside.urlOf(path),
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token }).toString(),
    };
  };
