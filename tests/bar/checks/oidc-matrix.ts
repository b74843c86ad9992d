import { oidcMatrix } from '../../presets/oidc-matrix.ts';
import { startSampleWorld } from '../../presets/sample-world.ts';
import type { CheckResult } from '../check-result.ts';

/** OIDC-MATRIX: the standards that the generic presets speak, each against the unmodified oidc-provider. */
export async function passOidcMatrix(): Promise<CheckResult> {
  const world = await startSampleWorld();
  const failures: string[] = [];
  try {
    for (const { name, check } of oidcMatrix)
      await check(world).catch((error: Error) => failures.push(`${name}: ${error.message}`));
  } finally {
    await world.stop();
  }
  const passed = oidcMatrix.length - failures.length;
  return {
    figure: [`${passed} of ${oidcMatrix.length} pass`, ...failures].join('; '),
    passed: failures.length === 0,
  };
}
