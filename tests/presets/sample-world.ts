import { generateKeyPairSync } from 'node:crypto';
import { PosixCommandRunner } from '#adapters/command-runner';
import { UndiciHttp } from '#adapters/undici-http';
import type { ExchangePorts } from '#app/exchange-key';
import { exchangePorts } from '../app/exchange-rig.ts';
import { makeProgramFolder, type ProgramFolder } from '../commands/program-folder.ts';
import { grantAssertion } from '../services/further/client-checks.ts';
import { DescribedService } from '../services/further/described-service.ts';
import { google } from '../services/further/descriptions/google.ts';
import type { FurtherServiceId } from '../services/further/further-service-ids.ts';
import { anyText, grant, optional } from '../services/further/member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../services/further/oauth-answers.ts';
import type { SampleKeyPair } from '../services/further/sample-key-pair.ts';
import { askedUrl, type ServiceDescription } from '../services/further/service-description.ts';
import { bearerRoute, tokenRoute } from '../services/further/token-routes.ts';
import { serviceSettings } from '../services/service-settings.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { ReroutedHttp } from './rerouted-http.ts';

/** The sample service that stands for each real host that a preset names. */
const standIns: Readonly<Record<string, FurtherServiceId>> = {
  'ims-na1.adobelogin.com': 'adobe-ims',
  'test.api.amadeus.com': 'amadeus',
  'accounts.cloud.databricks.com': 'databricks-account',
  'oauth2.googleapis.com': 'google',
  'cloud.mongodb.com': 'mongodb-atlas',
  'api-m.sandbox.paypal.com': 'paypal',
  'accounts.spotify.com': 'spotify',
  'api.spotify.com': 'spotify',
  'id.twitch.tv': 'twitch',
  'api.twitch.tv': 'twitch',
  'zoom.us': 'zoom',
  'api.zoom.us': 'zoom',
};

/** Everything that the keys of all presets need. */
export interface SampleWorld {
  readonly services: SampleServices;
  /** A server with the JWT bearer grant, RS256 and ES256 (RFC 7523), and the CA that its certificate comes from. */
  readonly jwtBearer: DescribedService;
  readonly jwtBearerCaPem: string;
  readonly programs: ProgramFolder;
  readonly runner: PosixCommandRunner;
  readonly ports: ExchangePorts;
  stop(): Promise<void>;
}

/** Starts the sample services; the further ones when they are first asked for. */
export async function startSampleWorld(): Promise<SampleWorld> {
  const services = await startServices();
  const { settingOf, caPem } = serviceSettings({});
  const jwtBearer = new DescribedService(jwtBearerDescription, settingOf('google'));
  await jwtBearer.listen();
  const programs = makeProgramFolder();
  const runner = new PosixCommandRunner();
  const originOf = async (host: string) => {
    const id = standIns[host];
    return id === undefined ? undefined : (await services.start(id)).origin;
  };
  const limits = { headersMs: 5_000, wholeMs: 10_000 };
  const ports = exchangePorts(new ReroutedHttp(new UndiciHttp('0.0.0', limits), originOf));
  const stop = async () => {
    programs.remove();
    await Promise.all([services.stop(), jwtBearer.stop()]);
  };
  const commands = runner;
  return {
    services,
    jwtBearer,
    jwtBearerCaPem: caPem,
    programs,
    runner,
    ports: { ...ports, commands },
    stop,
  };
}

/** A key pair on the curve P-256, for ES256. */
export function ellipticKeyPair(): SampleKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey };
}

const mePath = '/me';

const jwtBearerDescription: ServiceDescription = {
  ...google,
  lifetimeS: 900,
  routes: [
    tokenRoute({
      path: '/token',
      client: [
        grantAssertion({
          kind: 'invalid_grant',
          algorithms: ['RS256', 'ES256'],
          credentialOf: (iss, { inside }) => inside.credentials.find(({ id }) => id === iss),
          audiences: (visit) => [askedUrl(visit)],
          subject: () => 'jane',
          needs: ['iat', 'jti'],
          longest: { after: 'now', seconds: 60 },
          skewS: 0,
        }),
      ],
      members: { grant_type: grant('urn:ietf:params:oauth:grant-type:jwt-bearer'), scope: optional(anyText) },
      answer: (issued) => oauthAnswer(issued),
    }),
    bearerRoute({ path: mePath, answer: () => ({ status: 200, json: { sub: 'jane' } }) }),
  ],
  refuse: oauthRefusal,
  testCall: ({ origin }, token) => ({
    method: 'GET',
    url: origin + mePath,
    headers: { authorization: `Bearer ${token}` },
  }),
};
