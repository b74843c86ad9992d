const secretWords =
  /secret|passwo?r?d|passphrase|pwd|token|apikey|authkey|accesskey|privatekey|subscriptionkey|credential|assertion|signature|session|cookie|^auth$|^authorization$|^pass$|^pin$|^otp$|key$/;
/** `grant_type`, `token_url`, `access_key_id`, `max_tokens`: about a secret and none. */
const aboutSecrets =
  /^(max|min|num|count|total)|(type|url|uri|endpoint|format|lifetime|ttl|duration|expiry|expires|expiresin|id|name|hint|alg|algorithm)$/;
const identityWords =
  /^(clientid|clientkey|user|username|userid|login|email|account|accountid|accountname|tenant|tenantid|appid|applicationid|accesskeyid|keyid|org|orgid|organizationid|project|projectid|region)$/;

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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether a value looks like a secret whatever its name: long, without spaces, letters mixed with digits. What a draft of a
 * preset holds is not encrypted, so a doubtful value becomes a field.
 */
export function looksSecret(value: string): boolean {
  if (value.length < 20 || uuid.test(value) || !/^[\w+/=.~-]+$/.test(value)) return false;
  return /\d/.test(value) && /[a-z]/i.test(value);
}
