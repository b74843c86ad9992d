import type { CelerdataService } from '../../services/celerdata-service.ts';
import { waitUntil } from '../rig/wait-until.ts';
import { askBridge } from './bridge-calls.ts';
import type { RunningKeyfob } from './running-keyfob.ts';

/**
 * Adds keys by the calls of one import, as many at each service, and waits until each has a token.
 *
 * @returns the client id of each key, by its name
 */
export async function importManyKeys(
  keyfob: RunningKeyfob,
  services: readonly CelerdataService[],
  keysPerService: number,
): Promise<ReadonlyMap<string, string>> {
  const { page } = await keyfob.window();
  const clientIds = new Map<string, string>();
  const rows = services.flatMap((service, at) =>
    Array.from({ length: keysPerService }, (_, n) => {
      const { id, secret } = service.addCredential();
      const name = `service ${at} key ${n}`;
      clientIds.set(name, id);
      return [name, 'celerdata', service.origin, id, secret].join(',');
    }),
  );
  const text = ['name,provider,host,client_id,client_secret', ...rows].join('\n');
  const { importId, rows: found, problems } = await askBridge(page, 'import.readText', { text });
  if (found.length !== rows.length) throw new Error(`Found ${found.length} keys: ${problems.join(' ')}`);
  const items = found.map(({ index, name, presetId }) => ({ index, name, presetId, fields: {} }));
  const allowedHosts = [...new Set(found.flatMap(({ host }) => host ?? []))];
  await askBridge(page, 'import.commit', { importId, items, allowedHosts });
  // The services know it too, and a page that shows a thousand keys is slow to answer.
  const owners = () =>
    new Set(services.flatMap((service) => service.issuedTokens().map((token) => token.credentialId)));
  const haveAll = () => owners().size === rows.length || undefined;
  await waitUntil('not every imported key has a token', 300_000, haveAll, 100);
  return clientIds;
}
