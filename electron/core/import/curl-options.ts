/** Short options of curl that take a value, attached (`-XPOST`) or as the next word. */
export const shortWithValue = 'AbcCdDeEFhHKmoPQrtTuUwxXyYz';

/** Long names of the options that mean something here, by short name. */
export const longNames: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  u: 'user',
  G: 'get',
  k: 'insecure',
  F: 'form',
  I: 'head',
  T: 'upload-file',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  x: 'proxy',
  E: 'cert',
  K: 'config',
};

/** Long options that take a value. A name that is not here is taken for a switch. */
export const longWithValue: ReadonlySet<string> = new Set(
  `request header data data-raw data-binary data-ascii data-urlencode user url json form form-string cacert capath cert
  cert-type key key-type pass proxy proxy-user proxy-header cookie cookie-jar user-agent referer output write-out
  max-time connect-timeout retry retry-delay retry-max-time max-redirs resolve connect-to interface dns-servers doh-url
  ciphers tls13-ciphers tls-max proto proto-default proto-redir range limit-rate speed-limit speed-time upload-file
  config netrc-file noproxy unix-socket abstract-unix-socket local-port keepalive-time oauth2-bearer aws-sigv4
  service-name delegation url-query variable expand-url expand-data expand-header stderr trace trace-ascii
  dump-header etag-save etag-compare hostpubmd5 pinnedpubkey engine krb login-options max-filesize preproxy socks4
  socks4a socks5 socks5-hostname time-cond happy-eyeballs-timeout-ms expect100-timeout output-dir rate request-target`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Options without which the call would not reach the service in the same way: told to the user. */
export const toldOptions: ReadonlySet<string> = new Set([
  ...['proxy', 'preproxy', 'socks4', 'socks4a', 'socks5', 'socks5-hostname', 'cert', 'key', 'resolve'],
  ...['connect-to', 'unix-socket', 'abstract-unix-socket', 'netrc', 'netrc-file', 'config', 'aws-sigv4'],
  ...['digest', 'ntlm', 'negotiate', 'cookie', 'request-target', 'next'],
]);
