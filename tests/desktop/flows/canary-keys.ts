import { type Canary, canaryOf, createCanary } from '../../canary/canary.ts';
import type { EchoingService } from '../../canary/echoing-service.ts';
import type { SampleServices } from '../../services/start-services.ts';
import { type KeyToAdd, sixKeys } from './six-keys.ts';

/** Keys whose secrets can be searched for. */
export interface CanaryKeys {
  readonly keys: readonly KeyToAdd[];
  readonly canaries: readonly Canary[];
}

/** A key for each preset. DataOS checks the form of its keys, so there the canary is the key that the service made. */
export function canaryKeys(services: SampleServices): CanaryKeys {
  const secrets = Object.fromEntries(
    ['celerdata', 'ibm-dbaas', 'ibm-iam', 'layar', 'oauth'].map((id) => [id, createCanary(`${id} secret`)]),
  ) as Record<'celerdata' | 'ibm-dbaas' | 'ibm-iam' | 'layar' | 'oauth', Canary>;
  const { celerdata, ibmDbaas, ibmIam, layar, dataos, oauth } = services;
  celerdata.revokeCredential(celerdata.credential.id);
  celerdata.addCredential({ secret: secrets.celerdata.text });
  ibmDbaas.revokeCredential(ibmDbaas.credential.id);
  ibmDbaas.addCredential({ apiKey: secrets['ibm-dbaas'].text });
  ibmIam.revokeCredential(ibmIam.credential.id);
  ibmIam.addCredential({ apiKey: secrets['ibm-iam'].text });
  layar.revokeCredential(layar.credential.id);
  layar.addCredential({ secret: secrets.layar.text });
  const client = oauth.addCredential({ secret: secrets.oauth.text });
  const keys = sixKeys(services).map((key) => {
    if (key.serviceId !== 'oauth') return key;
    const fields = { ...key.fields, clientId: client.id, clientSecret: client.secret };
    return { ...key, fields, secrets: [client.secret] };
  });
  const dataosKey = dataos.credential.key;
  const decoded = Buffer.from(dataosKey, 'base64').toString('ascii');
  const uuid = decoded.slice(decoded.lastIndexOf('.') + 1);
  return {
    keys,
    canaries: [
      ...Object.values(secrets),
      canaryOf('dataos key', dataosKey),
      canaryOf('dataos key, decoded', uuid),
    ],
  };
}

/** A key at a service that refuses it and repeats its secret in the error. */
export function echoedKey({ tokenUrl }: EchoingService): { key: KeyToAdd; canary: Canary } {
  const canary = createCanary('echoed secret');
  const key: KeyToAdd = {
    serviceId: 'oauth',
    presetName: 'OAuth 2.0',
    name: 'echoing service',
    description: 'Repeats in its errors what it was sent',
    fields: { tokenUrl, clientId: 'echoed-client', clientSecret: canary.text },
    extraCaPem: null,
    keyExpiresInDays: null,
    secrets: [canary.text],
  };
  return { key, canary };
}
