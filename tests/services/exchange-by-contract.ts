import { Agent, fetch, type RequestInit } from 'undici';
import type { SampleServices } from './start-services.ts';

export interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
  readonly headers: { get(name: string): string | null };
}

/** A plain request that trusts the CA, follows no redirect and reads a JSON body (an empty object if it is none). */
export async function plainRequest(caPem: string, url: string, init: RequestInit = {}): Promise<Answer> {
  const dispatcher = new Agent({ connect: { ca: caPem } });
  try {
    const response = await fetch(url, { redirect: 'manual', ...init, dispatcher });
    const text = await response.text();
    return { status: response.status, json: parsed(text), headers: response.headers };
  } finally {
    await dispatcher.destroy();
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const form = (members: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: new URLSearchParams(members).toString(),
});

/**
 * The exchange of each service as the contract writes it: with the credential that was its first when this was called,
 * or with another secret.
 */
export function exchangesByContract(services: SampleServices) {
  const { caPem, celerdata, ibmDbaas, ibmIam, layar, oauth } = services;
  const { credential: celerdataKey } = celerdata;
  const { credential: layarKey } = layar;
  const { basicClient, postClient } = oauth;
  const { apiKey: dbaasKey } = ibmDbaas.credential;
  const { apiKey: iamKey } = ibmIam.credential;
  return {
    celerdata: (secret = celerdataKey.secret) =>
      plainRequest(caPem, `${celerdata.origin}/api/1.0/token?grant_type=client_credentials`, {
        method: 'POST',
        headers: { authorization: basic(celerdataKey.id, secret) },
      }),
    ibmDbaas: (apiKey = dbaasKey) =>
      plainRequest(caPem, `${ibmDbaas.origin}/api/v3/auth/token`, {
        headers: { accept: 'application/json', api_key: apiKey },
      }),
    ibmIam: (apikey = iamKey) =>
      plainRequest(
        caPem,
        `${ibmIam.origin}/identity/token`,
        form({ grant_type: 'urn:ibm:params:oauth:grant-type:apikey', apikey }),
      ),
    layar: (secret = layarKey.secret) => {
      const request = form({ grant_type: 'client_credentials' });
      const headers = { ...(request.headers as object), authorization: basic(layarKey.id, secret) };
      return plainRequest(caPem, `${layar.origin}/connect/oauth/token`, { ...request, headers });
    },
    oauth: (secret = basicClient.secret) => {
      const request = form({ grant_type: 'client_credentials', scope: 'api:read' });
      const headers = { ...(request.headers as object), authorization: basic(basicClient.id, secret) };
      return plainRequest(caPem, oauth.tokenUrl, { ...request, headers });
    },
    oauthPost: (client_secret = postClient.secret) =>
      plainRequest(
        caPem,
        oauth.tokenUrl,
        form({ grant_type: 'client_credentials', client_id: postClient.id, client_secret }),
      ),
  };
}
