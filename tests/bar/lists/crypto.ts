import { type CheckGroup, each } from '../check-group.ts';
import { reportCrypto } from '../checks/crypto-in-electron.ts';
import { refuseHostileCosts } from '../checks/crypto-kdf-bounds.ts';
import { findLiteralKeys } from '../checks/crypto-literal-keys.ts';
import { neverRepeatNonces } from '../checks/crypto-nonces.ts';
import { renewDataKeyUnderKills } from '../checks/crypto-renewal-kills.ts';
import { swapAndReplay } from '../checks/crypto-swaps.ts';
import { refuseShortTags } from '../checks/crypto-tag-length.ts';
import { tamperAtRandom } from '../checks/crypto-tampers.ts';
import { outliveKeyrings } from '../checks/keyring-changes.ts';
import { useLateKeyring } from '../checks/keyring-comes-late.ts';
import { tellKeyringStates } from '../checks/keyring-environments.ts';
import { bearHangingKeyring } from '../checks/shell-hanging-keyring.ts';
import { bearWrongTries } from '../checks/wrong-tries.ts';

/** Checks of encryption, of the ways into the vault and of the keyring. */
export const cryptoChecks: readonly CheckGroup[] = [
  ...each({
    'CR-05': bearHangingKeyring,
    'CR-02 CR-03 CR-04': tellKeyringStates,
    'CR-06': useLateKeyring,
    'CR-07 CR-08': outliveKeyrings,
    'CR-09': tamperAtRandom,
    'CR-10': swapAndReplay,
    'CR-11': neverRepeatNonces,
    'CR-12': refuseShortTags,
    'CR-14': refuseHostileCosts,
    'CR-17': renewDataKeyUnderKills,
    'CR-20': findLiteralKeys,
  }),
  { ids: ['CR-13', 'CR-15'], run: reportCrypto },
  ...each({
    'CR-16': bearWrongTries,
  }),
];
