import { type CheckGroup, each } from '../check-group.ts';
import { spreadRetries } from '../checks/client-jitter.ts';
import { refuseHostileAnswers } from '../checks/hostile-answers.ts';
import { checkAddresses } from '../checks/network-addresses.ts';
import { checkCaIsolation } from '../checks/network-ca-isolation.ts';
import { checkProxies } from '../checks/network-proxies.ts';
import { checkRedirects } from '../checks/network-redirects.ts';
import { checkSizes } from '../checks/network-sizes.ts';
import { checkTimeOuts } from '../checks/network-time-outs.ts';
import { checkTls } from '../checks/network-tls.ts';
import { checkUrlDecisions } from '../checks/network-url-decisions.ts';
import { keepRetryPolicy } from '../checks/retry-policy.ts';
import { renewUnderKills } from '../checks/rotating-refresh-token.ts';
import { runCommands } from '../checks/run-commands.ts';
import { askOnce } from '../checks/single-flight.ts';

/** Checks of what goes over the network, and of programs that give keys. */
export const networkChecks: readonly CheckGroup[] = [
  ...each({
    'NW-01': checkRedirects,
    'NW-02': checkUrlDecisions,
    'NW-03': checkTls,
    'NW-04': checkCaIsolation,
    'NW-05': checkProxies,
    'NW-06': checkTimeOuts,
    'NW-07': checkSizes,
    'NW-17': checkAddresses,
    'NW-08': refuseHostileAnswers,
    'NW-12': keepRetryPolicy,
    'NW-13': spreadRetries,
    'NW-14': askOnce,
    'NW-15': () => renewUnderKills(200),
    'NW-18': runCommands,
  }),
];
