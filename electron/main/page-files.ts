import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Log } from '#core/ports';
import { appOrigin, originOf } from './page-origin.ts';

/**
 * SECURITY: sent with every page. Nothing is allowed but our own files; no inline code or style, no network.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Files of a folder by their paths in a URL, which begin with a slash. */
export function listPageFiles(folder: string): ReadonlyMap<string, string> {
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

/**
 * The answer to a request of the page. A path is looked up in the list of files made at start; none is ever joined from a
 * request.
 */
export async function pageAnswer(
  files: ReadonlyMap<string, string>,
  requested: string,
  log: Log,
): Promise<Response> {
  const path = originOf(requested) === appOrigin ? new URL(requested).pathname : '';
  const file = files.get(path === '/' ? '/index.html' : path);
  if (file === undefined) {
    log.write('page.notFound');
    return new Response('Not found', { status: 404, headers: headersFor('.txt') });
  }
  return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(extname(file)) });
}

function headersFor(extension: string): Record<string, string> {
  return {
    'content-type': mimeTypes[extension] ?? 'text/plain; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}
