import type { Provider } from 'oidc-provider';

/**
 * What the pages of oidc-provider do when a person has signed in and agreed, done through its public models: no browser
 * is needed. Rejects for a code that is unknown, expired or used.
 */
export async function approveDevice(provider: Provider, userCode: string, accountId: string): Promise<void> {
  const code = await waitingCode(provider, userCode);
  const scope = code.params['scope'] ?? '';
  const grant = new provider.Grant({ accountId, clientId: code.clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const authTime = Math.floor(Date.now() / 1000);
  Object.assign(code, { accountId, grantId, authTime, scope });
  await code.save();
}

/** The person says no: the next poll is answered with `access_denied` (RFC 8628 section 3.5). */
export async function denyDevice(provider: Provider, userCode: string): Promise<void> {
  const code = await waitingCode(provider, userCode);
  Object.assign(code, { error: 'access_denied', errorDescription: 'the person said no' });
  await code.save();
}

async function waitingCode(provider: Provider, userCode: string) {
  const code = await provider.DeviceCode.findByUserCode(userCode.toUpperCase().replaceAll(/\W/g, ''));
  if (code === undefined || code.isExpired || code.accountId !== undefined || code.error !== undefined) {
    throw new Error('no device waits for this user code');
  }
  return code;
}
