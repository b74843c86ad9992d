/** The services that start when a test asks for them, by the name that the journal uses. */
export const furtherServiceIds = [
  'databricks',
  'databricks-account',
  'entra',
  'google',
  'github-app',
  'okta-org',
  'okta-custom',
  'auth0',
  'keycloak',
  'salesforce',
  'snowflake',
  'zoom',
  'paypal',
  'spotify',
  'twitch',
  'amadeus',
  'adobe-ims',
  'mongodb-atlas',
  'cloud-pak',
  'parcel-courier',
  'hotel-desk',
] as const;

/** One of {@link furtherServiceIds}. */
export type FurtherServiceId = (typeof furtherServiceIds)[number];
