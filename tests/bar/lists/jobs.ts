import { type CheckGroup, during, each } from '../check-group.ts';
import { copyAsForms } from '../checks/copy-as-forms.ts';
import { copyShortTokens, startWithShortTokens } from '../checks/copy-short-tokens.ts';
import { copySixPresets } from '../checks/copy-six-presets.ts';
import { importHostileExports } from '../checks/export-imports.ts';
import { passOidcMatrix } from '../checks/oidc-matrix.ts';
import { copyAfterRestart, startWithTwentyKeys } from '../checks/restart-with-twenty-keys.ts';
import { rotateUnderKills } from '../checks/rotation-kills.ts';
import { exchangeShippedPresets } from '../checks/shipped-presets.ts';

/** Checks of what Keyfob is for: providers, tokens in hand, rotation, exports. */
export const jobChecks: readonly CheckGroup[] = [
  ...each({
    PRESETS: exchangeShippedPresets,
    'OIDC-MATRIX': passOidcMatrix,
    'COPY-AS': () => copyAsForms({ tokens: 20_000, calls: 1_000 }),
    'JOB-SIX': copySixPresets,
  }),
  {
    ids: ['JOB-RESTART', 'JOB-RESTART-KILL'],
    run: (report) =>
      during(startWithTwentyKeys, async (keyfob) => {
        await report('JOB-RESTART', () => copyAfterRestart(keyfob, 'quit'));
        await report('JOB-RESTART-KILL', () => copyAfterRestart(keyfob, 'kill -9'));
      }),
  },
  ...each({
    'CR-21': importHostileExports,
    'ROTATE-KILL': () => rotateUnderKills(100),
  }),
  {
    ids: ['JOB-FRESH'],
    run: (report) =>
      during(startWithShortTokens, (keyfob) => report('JOB-FRESH', () => copyShortTokens(keyfob, 'full'))),
  },
];
