import * as v from 'valibot';
import { type Preset, presetSchema } from './preset.ts';
import adobeIms from './presets/adobe-ims.json' with { type: 'json' };
import amadeus from './presets/amadeus.json' with { type: 'json' };
import apiKeyExchange from './presets/api-key-exchange.json' with { type: 'json' };
import auth0 from './presets/auth0.json' with { type: 'json' };
import celerdata from './presets/celerdata.json' with { type: 'json' };
import cloudPak from './presets/cloud-pak.json' with { type: 'json' };
import command from './presets/command.json' with { type: 'json' };
import databricks from './presets/databricks.json' with { type: 'json' };
import databricksAccount from './presets/databricks-account.json' with { type: 'json' };
import dataos from './presets/dataos.json' with { type: 'json' };
import dataosCtl from './presets/dataos-ctl.json' with { type: 'json' };
import entra from './presets/entra.json' with { type: 'json' };
import githubApp from './presets/github-app.json' with { type: 'json' };
import googleServiceAccount from './presets/google-service-account.json' with { type: 'json' };
import ibmDbaas from './presets/ibm-dbaas.json' with { type: 'json' };
import ibmIam from './presets/ibm-iam.json' with { type: 'json' };
import keycloak from './presets/keycloak.json' with { type: 'json' };
import layar from './presets/layar.json' with { type: 'json' };
import mongodbAtlas from './presets/mongodb-atlas.json' with { type: 'json' };
import oauth2 from './presets/oauth2.json' with { type: 'json' };
import oauth2Device from './presets/oauth2-device.json' with { type: 'json' };
import oauth2JwtBearer from './presets/oauth2-jwt-bearer.json' with { type: 'json' };
import oauth2RefreshToken from './presets/oauth2-refresh-token.json' with { type: 'json' };
import oauth2TokenExchange from './presets/oauth2-token-exchange.json' with { type: 'json' };
import oktaCustom from './presets/okta-custom.json' with { type: 'json' };
import oktaOrg from './presets/okta-org.json' with { type: 'json' };
import paypal from './presets/paypal.json' with { type: 'json' };
import salesforce from './presets/salesforce.json' with { type: 'json' };
import snowflake from './presets/snowflake.json' with { type: 'json' };
import spotify from './presets/spotify.json' with { type: 'json' };
import staticToken from './presets/static-token.json' with { type: 'json' };
import twitch from './presets/twitch.json' with { type: 'json' };
import zoom from './presets/zoom.json' with { type: 'json' };

/** The services that Keyfob is made for first. */
const first: readonly unknown[] = [celerdata, dataos, dataosCtl, ibmIam, ibmDbaas, layar];
/** By name, the usual one of several first. */
const further: readonly unknown[] = [
  adobeIms,
  amadeus,
  auth0,
  databricks,
  databricksAccount,
  githubApp,
  googleServiceAccount,
  cloudPak,
  keycloak,
  entra,
  mongodbAtlas,
  oktaOrg,
  oktaCustom,
  paypal,
  salesforce,
  snowflake,
  spotify,
  twitch,
  zoom,
];
/** For any service, the likelier first. */
const generic: readonly unknown[] = [
  oauth2,
  oauth2RefreshToken,
  oauth2Device,
  oauth2JwtBearer,
  oauth2TokenExchange,
  apiKeyExchange,
  staticToken,
  command,
];

/** The presets that come with Keyfob, in the order in which they are offered. */
export const shippedPresets: readonly Preset[] = [...first, ...further, ...generic].map((json) =>
  v.parse(presetSchema, json),
);

/** The preset of an id, or null when this version does not know it. */
export function findPreset(id: string): Preset | null {
  return shippedPresets.find((preset) => preset.id === id) ?? null;
}
