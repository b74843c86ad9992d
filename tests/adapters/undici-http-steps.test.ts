import { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { httpLimits } from '#adapters/undici-http-bounds';
import { clientOver } from '#adapters/undici-http-client';
import { type Identity, OpensslAuthority } from '../network/openssl-authority.ts';
import { canary, secretRequest } from '../network/requests.ts';
import { type RunningServer, track } from '../network/tracked-server.ts';

/** What a server does once TLS stands. */
type Deed = (socket: import('node:tls').TLSSocket) => void;

let authority: OpensslAuthority;
let identity: Identity;
const running: RunningServer[] = [];
beforeAll(() => {
  authority = OpensslAuthority.root('Our CA');
  identity = authority.issue();
});
afterAll(() => authority.remove());
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(deed: Deed): Promise<RunningServer & { readonly received: () => string }> {
  let received = '';
  const server = await track(
    createServer(identity, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        received += bytes.toString('latin1');
      });
      deed(socket);
    }),
  );
  running.push(server);
  return { ...server, received: () => received };
}

const http = new UndiciHttp('1.2.3');
const hasty = new UndiciHttp('1.2.3', { headersMs: 300, wholeMs: 2_000 });
const send = (server: RunningServer, by = http) =>
  by.send(secretRequest(`https://${server.host}/`, { extraCaPem: authority.caPem }));
/** Cuts the connection without a word, as a network that fails does. */
const reset: Deed = (socket) => socket.destroy(new Error('reset'));

/**
 * A refresh token that was used once must not be used again (RFC 9700 section 4.14.2), so that it must be certain which
 * failures came before the request: those of step `connect`. All others have step `answer`, also where nothing arrived.
 */
describe('the step of a failure', () => {
  const uncertain: [string, Deed, string][] = [
    ['is reset as soon as TLS stands', reset, 'unreachable'],
    ['is closed as soon as TLS stands', (socket) => socket.end(), 'unreachable'],
    ['is reset after the first byte', (socket) => socket.once('data', () => reset(socket)), 'unreachable'],
    ['stays silent', () => {}, 'timedOut'],
    ['stops in the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nx: '), 'timedOut'],
    [
      'stops in the body',
      (socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')),
      'timedOut',
    ],
    [
      'answers something else',
      (socket) => socket.once('data', () => socket.end('220 hello\r\n')),
      'unusableAnswer',
    ],
  ];
  it.each(uncertain)(
    'is "answer" for a connection that %s, which is used once only',
    async (_what, deed, kind) => {
      const server = await start(deed);
      const sent = await send(server, kind === 'timedOut' ? hasty : http);
      expect(sent).toMatchObject({ failure: { kind, step: 'answer', host: server.host } });
      expect(server.connections()).toBe(1);
      expect(server.received().split(`secret=${canary}`).length).toBeLessThanOrEqual(2);
    },
  );

  it('is "connect" only where no byte of the request left', async () => {
    const gone = await start(() => {});
    await gone.stop();
    const untrusted = await start(() => {});
    const refused = await http.send(secretRequest(`https://${untrusted.host}/`));
    for (const sent of [await send(gone), refused])
      expect(sent).toMatchObject({ ok: false, failure: { step: 'connect' } });
    expect(untrusted.received()).toBe('');
  });

  it('is known at once where the connection was gone before the request', async () => {
    const gone = new Socket().destroy();
    const client = await clientOver(gone, 'http://127.0.0.1:1', httpLimits);
    await expect(client.request({ method: 'GET', path: '/' })).rejects.toThrow();
    await client.destroy();
  });
});
