const secretWords =
  /secret|passwo?r?d|passphrase|passcode|pwd|psw$|^mfa|totp|token|apikey|authkey|accesskey|privatekey|subscriptionkey|credential|assertion|signature|session|cookie|^x?auth$|^sig$|^authorization$|^pass$|^pin$|^otp$|key$/;
/** `grant_type`, `token_url`, `access_key_id`, `max_tokens`: about a secret and none. */
const aboutSecrets =
  /^(max|min|num|count|total)|(type|url|uri|endpoint|format|lifetime|ttl|duration|expiry|expires|expiresin|id|name|hint|alg|algorithm)$/;
const identityWords =
  /^x?(clientid|clientkey|user|username|userid|login|email|account|accountid|accountname|tenant|tenantid|tenantname|appid|applicationid|accesskeyid|keyid|org|orgid|organization|organizationid|project|projectid|workspace|workspaceid|region)$/;

/** A name without case and separators: `X-API-Key` becomes `xapikey`. */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether a header, member or variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const folded = foldedName(name);
  return secretWords.test(folded) && !aboutSecrets.test(folded) && !identityWords.test(folded);
}

/** Whether a member of this name says who asks: it differs from key to key and is no secret. */
export function isIdentityName(name: string): boolean {
  return identityWords.test(foldedName(name));
}

const literalNames = /^(granttype|scopes?|audience|resource|responsetype)$/;
/** Values that are harmless by name and form. */
const literalForms: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/version$/, /^v?\d{1,4}([.-]\d{1,4}){0,3}(-(alpha|beta|preview|rc)\d{0,2})?$/i],
  [/^(limit|page|pagesize|perpage|ttl|expiresin|maxtokens)$/, /^\d{1,9}$/],
  [/^format$/, /^[a-z]{2,8}$/i],
];

/**
 * Whether a value may stand in a preset file, which is not encrypted and may be handed on. The list is short on purpose: a name
 * that is not on it may hold a secret.
 */
export function isHarmlessLiteral(name: string, value: string): boolean {
  const folded = foldedName(name);
  if (literalNames.test(folded)) return !looksSecret(value);
  return literalForms.some(([names, values]) => names.test(folded) && values.test(value));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value looks like a secret whatever its name: long, without spaces, letters mixed with digits. */
export function looksSecret(value: string): boolean {
  if (value.length < 20 || uuid.test(value) || !/^[\w+/=.~-]+$/.test(value)) return false;
  return /\d/.test(value) && /[a-z]/i.test(value);
}
