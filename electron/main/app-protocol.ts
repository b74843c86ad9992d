import { protocol, type Session, session } from 'electron';
import type { Log } from '#core/ports';
import { lockDown } from './lock-down.ts';
import { listPageFiles, pageAnswer } from './page-files.ts';

// Must happen before Electron is ready. No privilege beyond an ordinary secure origin (Electron docs, protocol).
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

/**
 * Serves the built renderer under `app://keyfob/` in a session of its own that keeps nothing on disk. The session that
 * Electron opens by itself has no page, and is locked all the same.
 */
export async function serveRenderer(folder: string, log: Log): Promise<Session> {
  const own = session.fromPartition('keyfob', { cache: false });
  for (const each of [own, session.defaultSession]) lockDown(each);
  // SECURITY: neither the policy nor the filter of requests sees WebRTC (F33). By a proxy that is not there it reaches nobody.
  await own.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:9',
    proxyBypassRules: '<-loopback>',
  });
  const files = listPageFiles(folder);
  own.protocol.handle('app', (request) => pageAnswer(files, request.url, log));
  return own;
}
