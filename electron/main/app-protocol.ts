import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { protocol, type Session, session } from 'electron';
import type { Log } from '#core/ports';
import { appOrigin, contentSecurityPolicy, lockDown } from './security.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

// Must happen before Electron is ready. No privilege beyond an ordinary secure origin (Electron docs, protocol).
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

/**
 * Serves the built renderer under `app://keyfob/` in a session of its own that keeps nothing on disk. A path is looked up
 * in the list of files made at start; none is ever joined from a request.
 */
export function serveRenderer(folder: string, log: Log): Session {
  const own = session.fromPartition('keyfob', { cache: false });
  lockDown(own);
  const files = listFiles(folder);
  own.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const path = url.pathname === '/' ? '/index.html' : url.pathname;
    const file = url.host === new URL(appOrigin).host ? files.get(path) : undefined;
    if (file === undefined) {
      log.write('page.notFound');
      return new Response('Not found', { status: 404, headers: headersFor('.txt') });
    }
    return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(extname(file)) });
  });
  return own;
}

function headersFor(extension: string): Record<string, string> {
  return {
    'content-type': mimeTypes[extension] ?? 'text/plain; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/${relative(folder, path).split(sep).join('/')}`, path];
    }),
  );
}
