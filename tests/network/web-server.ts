import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Identity } from './openssl-authority.ts';
import { type RunningServer, track } from './tracked-server.ts';

/** A web server of the tests. */
export interface WebServer extends RunningServer {
  readonly url: string;
}

/** Starts a web server, with TLS if it is given an identity. */
export async function serve(handler: RequestListener, identity?: Identity): Promise<WebServer> {
  const isOld = identity?.maxVersion === 'TLSv1' || identity?.maxVersion === 'TLSv1.1';
  const legacy = isOld ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' } : {};
  const server = identity
    ? createHttpsServer({ ...identity, ...legacy }, handler)
    : createHttpServer(handler);
  const running = await track(server);
  return { ...running, url: `${identity ? 'https' : 'http'}://${running.host}` };
}
