import { writeDataosCtl } from '../services/dataos-ctl/write-dataos-ctl.ts';
import { type KeyMaker, usualRefusal, wrongSecret } from './sample-key.ts';

/** Keys of the services that Keyfob is made for first, by preset id. */
export const firstKeys: Readonly<Record<string, KeyMaker>> = {
  celerdata: ({ services: { celerdata } }) => ({
    service: celerdata,
    entered: {
      host: celerdata.origin,
      clientId: celerdata.credential.id,
      clientSecret: celerdata.credential.secret,
    },
    lifetimeS: 3600,
    summary: 'OK, 2 clusters',
    ...usualRefusal,
  }),
  dataos: ({ services: { dataos } }) => ({
    service: dataos,
    entered: { host: dataos.origin, apiKey: dataos.credential.key },
    lifetimeS: null,
    summary: 'OK, user jane',
    wrong: { apiKey: Buffer.from('gone.00000000-0000-4000-8000-000000000000').toString('base64') },
    refused: { kind: 'refused', step: 'testCall', reason: 'staticKey' },
  }),
  'dataos-ctl': async ({ services: { dataos, caPem }, programs, runner }) => {
    const { path } = writeDataosCtl(programs.path, { service: dataos, caPem });
    const approved = await runner.inspect(path);
    if (!approved.ok) throw new Error(JSON.stringify(approved.failure));
    const { id, expiresAtMs } = dataos.credential;
    return {
      service: dataos,
      entered: { command: path, keyName: id, host: dataos.origin },
      rest: { approvedCommand: approved.value },
      lifetimeS: Math.floor((expiresAtMs - Date.now()) / 1000),
      summary: 'OK, user jane',
      wrong: { keyName: 'another-name' },
      refused: { kind: 'commandFailed', step: 'token', reason: 'notAToken' },
    };
  },
  'ibm-iam': ({ services: { ibmIam } }) => ({
    service: ibmIam,
    entered: { host: ibmIam.origin, apiKey: ibmIam.credential.apiKey },
    lifetimeS: 3600,
    summary: `OK, key “${ibmIam.credential.name}”`,
    wrong: { apiKey: wrongSecret },
    refused: { kind: 'refused', step: 'answer', providerCode: 'BXNIM0415E' },
  }),
  'ibm-dbaas': ({ services: { ibmDbaas, caPem } }) => ({
    service: ibmDbaas,
    entered: { host: ibmDbaas.origin, apiKey: ibmDbaas.credential.apiKey },
    rest: { extraCaPem: caPem },
    lifetimeS: 3600,
    outputs: { user_id: ibmDbaas.credential.userId },
    summary: 'OK, services: 1',
    wrong: { apiKey: wrongSecret },
    refused: { kind: 'refused', step: 'answer' },
  }),
  layar: ({ services: { layar } }) => ({
    service: layar,
    entered: {
      host: `${layar.origin}/layar/`,
      clientId: layar.credential.id,
      clientSecret: layar.credential.secret,
      dataFabric: layar.fabric.id,
      dataProviders: layar.fabric.nodes.map(({ hostName }) => hostName).join(),
    },
    lifetimeS: 12 * 3600,
    summary: 'OK, signed in as jane',
    ...usualRefusal,
  }),
};
