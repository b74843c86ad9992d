import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { type KeyToAdd, serviceOf, sixKeys } from '../../desktop/flows/six-keys.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * JOB-SIX: a key for each preset is added through the window, its token fetched, its tray entry pressed, and what another
 * program finds in the clipboard is the token that the service issued and accepts.
 */
export async function copySixPresets(): Promise<CheckResult> {
  const keyfob = await RunningKeyfob.start();
  try {
    const keys = sixKeys(keyfob.services);
    await keyfob.addKeys(keys);
    const wrong: string[] = [];
    for (const key of keys) if (!(await copiesItsToken(keyfob, key))) wrong.push(key.name);
    const figure = `${keys.length - wrong.length}/${keys.length}`;
    return {
      figure: wrong.length === 0 ? figure : `${figure}, wrong: ${wrong.join(', ')}`,
      passed: wrong.length === 0 && keys.length === 6,
    };
  } finally {
    await keyfob.stop();
  }
}

async function copiesItsToken(keyfob: RunningKeyfob, key: KeyToAdd): Promise<boolean> {
  const text = await keyfob.copyFromTray(key.name);
  const service = serviceOf(keyfob.services, key.serviceId);
  const isIssued = service.issuedTokens().some(({ token }) => token === text);
  return isIssued && service.accepts(text) && (await service.testCall(text));
}
