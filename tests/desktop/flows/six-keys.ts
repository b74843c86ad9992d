import type { ServiceId } from '../../services/request-journal.ts';
import type { SampleServices } from '../../services/start-services.ts';

/** A key as a person would enter it, and what its service then says of a token. */
export interface KeyToAdd {
  readonly serviceId: ServiceId;
  readonly presetName: string;
  readonly name: string;
  readonly description: string;
  /** Values by field id of the preset. */
  readonly fields: Readonly<Record<string, string>>;
  readonly extraCaPem: string | null;
  readonly keyExpiresInDays: number | null;
  /** Every secret that was entered. */
  readonly secrets: readonly string[];
}

/** A key for each of the six presets, at the sample services. */
export function sixKeys(services: SampleServices): readonly KeyToAdd[] {
  const { celerdata, ibmDbaas, ibmIam, layar, dataos, oauth, caPem } = services;
  const none = { extraCaPem: null, keyExpiresInDays: null };
  return [
    {
      ...none,
      serviceId: 'celerdata',
      presetName: 'CelerData Cloud',
      name: 'celerdata prod',
      description: 'Nightly loads of the sales cluster',
      fields: {
        host: celerdata.origin,
        clientId: celerdata.credential.id,
        clientSecret: celerdata.credential.secret,
      },
      secrets: [celerdata.credential.secret],
    },
    {
      ...none,
      serviceId: 'ibm-dbaas',
      presetName: 'IBM Hyper Protect DBaaS',
      name: 'dbaas frankfurt',
      description: '',
      fields: { host: ibmDbaas.origin, apiKey: ibmDbaas.credential.apiKey },
      extraCaPem: caPem,
      secrets: [ibmDbaas.credential.apiKey],
    },
    {
      ...none,
      serviceId: 'ibm-iam',
      presetName: 'IBM Cloud IAM',
      name: 'ibm iam',
      description: 'Service ID of the build farm',
      fields: { host: ibmIam.origin, apiKey: ibmIam.credential.apiKey },
      keyExpiresInDays: 45,
      secrets: [ibmIam.credential.apiKey],
    },
    {
      ...none,
      serviceId: 'layar',
      presetName: 'Certara Layar',
      name: 'layar sandbox',
      description: 'Literature search',
      fields: { host: layar.origin, clientId: layar.credential.id, clientSecret: layar.credential.secret },
      secrets: [layar.credential.secret],
    },
    {
      ...none,
      serviceId: 'dataos',
      presetName: 'DataOS',
      name: 'dataos lens',
      description: 'Tableau workbook',
      fields: { host: dataos.origin, apiKey: dataos.credential.key },
      keyExpiresInDays: 6,
      secrets: [dataos.credential.key],
    },
    {
      ...none,
      serviceId: 'oauth',
      presetName: 'OAuth 2.0',
      name: 'orders api',
      description: 'Staging',
      fields: {
        tokenUrl: oauth.tokenUrl,
        clientId: oauth.basicClient.id,
        clientSecret: oauth.basicClient.secret,
        scope: 'api:read',
        testUrl: oauth.testUrl,
      },
      extraCaPem: caPem,
      secrets: [oauth.basicClient.secret],
    },
  ];
}

/** The sample service of a key. */
export function serviceOf(services: SampleServices, serviceId: ServiceId) {
  const { celerdata, ibmDbaas, ibmIam, layar, dataos, oauth } = services;
  return { celerdata, 'ibm-dbaas': ibmDbaas, 'ibm-iam': ibmIam, layar, dataos, oauth }[serviceId];
}
