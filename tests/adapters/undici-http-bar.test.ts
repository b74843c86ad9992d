import { describe, expect, it } from 'vitest';
import { checkAddresses } from '../bar/checks/network-addresses.ts';
import { checkCaIsolation } from '../bar/checks/network-ca-isolation.ts';
import { checkProxies } from '../bar/checks/network-proxies.ts';
import { checkRedirects } from '../bar/checks/network-redirects.ts';
import { checkSizes } from '../bar/checks/network-sizes.ts';
import { checkTimeOuts } from '../bar/checks/network-time-outs.ts';
import { checkTls } from '../bar/checks/network-tls.ts';
import { checkUrlDecisions } from '../bar/checks/network-url-decisions.ts';

const everywhere = [
  ['NW-01', () => checkRedirects('reduced')],
  ['NW-02', checkUrlDecisions],
  ['NW-03', () => checkTls('reduced')],
  ['NW-04', () => checkCaIsolation('reduced')],
  ['NW-05', checkProxies],
  ['NW-17', () => checkAddresses('reduced')],
] as const;
/** These stop a process and read what Linux says of memory. */
const onLinux = [
  ['NW-06', () => checkTimeOuts('reduced')],
  ['NW-07', checkSizes],
] as const;

describe('the checks of the bar on the network', () => {
  it.each(process.platform === 'linux' ? [...everywhere, ...onLinux] : everywhere)(
    '%s passes',
    { timeout: 60_000 },
    async (_id, check) => {
      expect(await check()).toMatchObject({ passed: true });
    },
  );
});
