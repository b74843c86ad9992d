import { hotelDesk } from '../new-providers/hotel-desk.ts';
import { parcelCourier } from '../new-providers/parcel-courier.ts';
import type { ServiceSetting } from '../sample-service.ts';
import { DescribedService } from './described-service.ts';
import { adobeIms } from './descriptions/adobe-ims.ts';
import { amadeus } from './descriptions/amadeus.ts';
import { auth0 } from './descriptions/auth0.ts';
import { cloudPak } from './descriptions/cloud-pak.ts';
import { databricks, databricksAccount } from './descriptions/databricks.ts';
import { entra } from './descriptions/entra.ts';
import { githubApp } from './descriptions/github-app.ts';
import { google } from './descriptions/google.ts';
import { keycloak } from './descriptions/keycloak.ts';
import { mongodbAtlas } from './descriptions/mongodb-atlas.ts';
import { oktaCustom, oktaOrg } from './descriptions/okta.ts';
import { paypal } from './descriptions/paypal.ts';
import { salesforce } from './descriptions/salesforce.ts';
import { snowflake } from './descriptions/snowflake.ts';
import { spotify } from './descriptions/spotify.ts';
import { twitch } from './descriptions/twitch.ts';
import { zoom } from './descriptions/zoom.ts';
import type { FurtherServiceId } from './further-service-ids.ts';
import type { ServiceDescription } from './service-description.ts';

const descriptions: Readonly<Record<FurtherServiceId, ServiceDescription>> = {
  databricks,
  'databricks-account': databricksAccount,
  entra,
  google,
  'github-app': githubApp,
  'okta-org': oktaOrg,
  'okta-custom': oktaCustom,
  auth0,
  keycloak,
  salesforce,
  snowflake,
  zoom,
  paypal,
  spotify,
  twitch,
  amadeus,
  'adobe-ims': adobeIms,
  'mongodb-atlas': mongodbAtlas,
  'cloud-pak': cloudPak,
  'parcel-courier': parcelCourier,
  'hotel-desk': hotelDesk,
};

/** Starts a further service when it is first asked for, and stops those that run. */
export class FurtherServices {
  readonly #started = new Map<FurtherServiceId, Promise<DescribedService>>();
  readonly #settingOf: (id: FurtherServiceId) => ServiceSetting;

  constructor(settingOf: (id: FurtherServiceId) => ServiceSetting) {
    this.#settingOf = settingOf;
  }

  start(id: FurtherServiceId): Promise<DescribedService> {
    const running = this.#started.get(id);
    if (running !== undefined) return running;
    const service = new DescribedService(descriptions[id], this.#settingOf(id));
    const starting = service.listen().then(() => service);
    this.#started.set(id, starting);
    return starting;
  }

  async stop(): Promise<void> {
    for (const started of this.#started.values()) await (await started).stop();
  }
}
