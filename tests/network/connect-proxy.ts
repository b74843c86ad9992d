import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { Identity } from './openssl-authority.ts';
import { type RunningServer, track } from './tracked-server.ts';

/** What a proxy does with CONNECT. */
export type ProxyBehaviour =
  /** Connects to the named host, or to where `routes` says that it is. */
  | 'connect'
  /** Answers with a status other than 2xx. */
  | { readonly status: number }
  /** Says that it connected, and answers the request by itself without TLS. */
  | 'page'
  /** The same, but does not even wait for the first byte. */
  | 'eagerPage'
  /** Says that it connected, and shows a certificate of its own. */
  | { readonly intercept: Identity }
  /** Says that it connected, and closes. */
  | 'closeAfterwards'
  | 'closeAtOnce'
  | 'hang'
  /** Says that it connected, and nothing more. */
  | 'hangAfterwards'
  | 'garbage'
  | 'bigHeader';

export interface ProxyOptions {
  /** For TLS to the proxy itself. */
  readonly identity?: Identity;
  /** `Proxy-Authorization` that it asks for, else it answers 407. */
  readonly authorization?: string;
  /** Where a name leads: ports of this computer by `host:port`. */
  readonly routes?: Readonly<Record<string, number>>;
}

export interface RunningProxy extends RunningServer {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** Every byte that it received, as Latin-1. */
  seen(): string;
  /** Host and port of each CONNECT. */
  asked(): readonly string[];
}

const page = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<h1>hello</h1>';
const connected = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** Starts a proxy that records what it sees. Made of sockets, as a bad proxy does what an HTTP server would not. */
export async function startProxy(
  behaviour: ProxyBehaviour,
  options: ProxyOptions = {},
): Promise<RunningProxy> {
  const seen: string[] = [];
  const asked: string[] = [];
  const accept = async (client: Socket) => {
    client.on('error', () => {});
    const record = (bytes: Buffer) => seen.push(bytes.toString('latin1'));
    client.on('data', record);
    const head = await headOf(client);
    const authority = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1];
    if (authority === undefined) return client.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    asked.push(authority);
    const authorization = /^proxy-authorization: (.*)\r$/im.exec(head)?.[1];
    if (authorization !== options.authorization)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
    if (typeof behaviour === 'object' && 'intercept' in behaviour)
      return intercept(client, behaviour.intercept, record);
    return behave(behaviour, client, authority, options.routes ?? {});
  };
  const server: Server = options.identity ? createTlsServer(options.identity, accept) : createServer(accept);
  const running = await track(server);
  return {
    ...running,
    origin: `${options.identity ? 'https' : 'http'}://${running.host}`,
    seen: () => seen.join(''),
    asked: () => asked,
  };
}

/** All up to the empty line. The client waits for an answer before it says more. */
function headOf(client: Socket): Promise<string> {
  let head = '';
  return new Promise((resolve) => {
    const read = (bytes: Buffer) => {
      head += bytes.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      client.off('data', read);
      resolve(head);
    };
    client.on('data', read);
  });
}

function behave(
  behaviour: Exclude<ProxyBehaviour, { intercept: Identity }>,
  client: Socket,
  authority: string,
  routes: Readonly<Record<string, number>>,
): void {
  if (typeof behaviour === 'object') {
    client.end(`HTTP/1.1 ${behaviour.status} No\r\ncontent-length: 0\r\n\r\n`);
    return;
  }
  const actions: Record<Extract<ProxyBehaviour, string>, () => void> = {
    connect: () => tunnel(client, authority, routes),
    page: () => {
      client.write(connected);
      client.once('data', () => client.end(page));
    },
    eagerPage: () => client.end(connected + page),
    closeAfterwards: () => client.end(connected),
    closeAtOnce: () => client.destroy(),
    hang: () => {},
    hangAfterwards: () => client.write(connected),
    garbage: () => client.end('220 smtp.example ESMTP\r\n'),
    bigHeader: () => client.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1024 * 1024)}\r\n\r\n`),
  };
  actions[behaviour]();
}

function tunnel(client: Socket, authority: string, routes: Readonly<Record<string, number>>): void {
  const [host = '', port = ''] = authority.split(/:(?=\d+$)/);
  const route = routes[authority];
  const target = connect(route ?? Number(port), route === undefined ? host : '127.0.0.1');
  target.once('connect', () => {
    client.write(connected);
    target.pipe(client).pipe(target);
  });
  target.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  client.once('close', () => target.destroy());
  target.once('close', () => client.end());
}

/** Ends TLS itself and records what comes out of it. */
function intercept(client: Socket, identity: Identity, record: (bytes: Buffer) => void): void {
  client.removeAllListeners('data');
  client.write(connected);
  const tls = new TLSSocket(client, { isServer: true, cert: identity.cert, key: identity.key });
  tls.on('error', () => {});
  tls.on('data', (bytes) => {
    record(bytes);
    tls.end(page);
  });
}
