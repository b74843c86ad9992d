import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotenvValue } from '#core/copy-as/dotenv-value';
import { quoteForFish, quoteForPosix, quoteForPowerShell } from '#core/copy-as/shell-quoting';
import { parseEnv } from '#core/import/parse-env';
import { readImport } from '#core/import/read-import';
import { found, presets, problemsOf } from './importable-presets.ts';

const valuesOf = (text: string) => parseEnv(text).map(({ name, value }) => [name, value]);

describe('values', () => {
  it.each([
    ['A=b', 'b'],
    ['  A = b  ', 'b'],
    ['export A=b', 'b'],
    ['export A="b"; export C=d', 'b'],
    ['A=b # comment', 'b'],
    ['A=b#no comment', 'b#no comment'],
    ['A=b c', 'b c'],
    ['A=', ''],
    ["A='b # c'", 'b # c'],
    [String.raw`A='b\n"c'`, String.raw`b\n"c`],
    [String.raw`A="b\n\"c\" \$d \q"`, 'b\n"c" $d \\q'],
    ['A="b" # comment', 'b'],
    ['A="line 1\nline 2"', 'line 1\nline 2'],
    ['A="line 1\r\nline 2"\r\n', 'line 1\nline 2'],
    ["A='it'\\''s'", "it's"],
    ['A="b"c', 'bc'],
    ['A="b', '"b'],
    ['A=a=b==', 'a=b=='],
    ['set -gx A b', 'b'],
    ["set -Ux --export A 'it\\'s'", "it's"],
    ['$env:A = "b`"c""d"', 'b"c"d'],
    ["$env:A='it''s'", "it's"],
    ['set A=b c', 'b c'],
    ['set "A=b c"', 'b c'],
    ['setx A "b c"', 'b c'],
    ['\ufeffA=b'.slice(1), 'b'],
  ])('%j', (text, value) => {
    expect(valuesOf(text)[0]).toEqual(['A', value]);
  });

  it('a forgotten quote does not take the lines after it', () => {
    expect(valuesOf('A="b\nB="c"\nC=d')).toEqual([
      ['A', '"b'],
      ['B', 'c'],
      ['C', 'd'],
    ]);
  });

  it('the last of two counts, and lines are numbered', () => {
    expect(parseEnv('A=1\n\nB="x\ny"\nA=2')).toMatchObject([
      { name: 'A', line: 1, isOverridden: true },
      { name: 'B', line: 3, isOverridden: false },
      { name: 'A', line: 5, value: '2', isOverridden: false },
    ]);
  });

  const secret = fc.string({
    unit: fc.constantFrom(...`abcXYZ019 _-.:/+=@%,!#$&'"\\\`()*;<>?[]^{|}~é’`),
    minLength: 1,
  });

  it.each([
    ['a POSIX shell', quoteForPosix, (q: string) => `export A=${q}`],
    ['fish', quoteForFish, (q: string) => `set -gx A ${q}`],
    ['PowerShell', quoteForPowerShell, (q: string) => `$env:A = ${q}`],
    ['.env', dotenvValue, (q: string) => `A=${q}`],
  ])('what Keyfob copies for %s comes back', (_name, quote, line) => {
    fc.assert(
      fc.property(secret, (text) => {
        const quoted = quote(text);
        if (quoted.ok) expect(valuesOf(line(quoted.value))).toEqual([['A', text]]);
      }),
      { numRuns: 300 },
    );
  });

  it('of a script are those that bash sets', () => {
    const spelled = fc.constantFrom<(text: string) => string>(
      (text) => `'${text.replaceAll("'", `'\\''`)}'`,
      (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`,
    );
    const samples = fc.sample(fc.tuple(secret, spelled), { numRuns: 200, seed: 3 });
    const script = samples.map(([text, spell], index) => `export V${index}=${spell(text)}`).join('\n');
    const names = samples.map((_, index) => `"$V${index}"`).join(' ');
    const shown = execFileSync('bash', ['--norc', '-c', `${script}\nprintf '%s\\0' ${names}`], {
      encoding: 'utf8',
    });
    expect(parseEnv(script).map(({ value }) => value)).toEqual(shown.split('\0').slice(0, -1));
  });
});

describe('keys in variables', () => {
  it('are told apart by what stands before or after the names of a provider', () => {
    const text = `# ours
export PROD_CELERDATA_CLIENT_ID="id1"
PROD_CELERDATA_CLIENT_SECRET='s1' # since May
CELERDATA_CLIENT_ID_DEV=id2\r
CELERDATA_CLIENT_SECRET_DEV=s2\r
CELERDATA_CLIENT_ID=id3
CELERDATA_CLIENT_SECRET=s3
CELERDATA_HOST=cloud.corp.example
PORT=3000`;
    expect(found(text)).toMatchObject([
      {
        source: 'env',
        suggestedName: 'CelerData Cloud prod',
        presetId: 'celerdata',
        fields: { clientId: 'id1' },
        secrets: { clientSecret: 's1' },
      },
      { suggestedName: 'CelerData Cloud dev', fields: { clientId: 'id2' }, secrets: { clientSecret: 's2' } },
      {
        suggestedName: 'CelerData Cloud',
        fields: { clientId: 'id3', host: 'https://cloud.corp.example' },
        secrets: { clientSecret: 's3' },
      },
    ]);
    expect(problemsOf(text)).toEqual([]);
  });

  it('of two providers that share a variable offer both', () => {
    const [key] = found('IBMCLOUD_API_KEY=abc');
    expect([key?.presetId, ...(key?.alternatives ?? [])].toSorted()).toEqual(['ibm-dbaas', 'ibm-iam']);
  });

  it('with a digit inside of a word', () => {
    expect(found('OAUTHS2S_CLIENT_ID=a\nOAUTHS2S_CLIENT_SECRET=b')).toMatchObject([
      { presetId: 'adobe-ims', secrets: { clientSecret: 'b' } },
    ]);
    expect(found('oauth2ClientId=a\noauth2ClientSecret=b')).toMatchObject([{ presetId: 'oauth2' }]);
  });

  it('of DataOS', () => {
    expect(found('DATAOS_RUN_AS_APIKEY=S0VZ')).toMatchObject([
      { presetId: 'dataos', secrets: { apiKey: 'S0VZ' } },
    ]);
  });

  it('of any service with client id and secret', () => {
    const text = `ACME_CLIENT_ID=a\nACME_CLIENT_SECRET=b&c\nACME_TOKEN_URL=https://login.acme.example/token\nACME_SCOPE=read\nOTHER_CLIENT_SECRET=z`;
    expect(found(text)).toMatchObject([
      {
        suggestedName: 'acme',
        presetId: 'oauth2',
        fields: {
          tokenUrl: 'https://login.acme.example/token',
          clientId: 'a',
          scope: 'read',
          clientAuthentication: 'basic',
        },
        secrets: { clientSecret: 'b&c' },
      },
      { suggestedName: 'other', presetId: 'oauth2', secrets: { clientSecret: 'z' } },
    ]);
  });

  it('as the documents of Layar name them', () => {
    expect(found(`envHost = 'acme.certara.ai'\nclientKey = 'k1'\nclientSecret = 's1'`)).toMatchObject([
      {
        presetId: 'layar',
        fields: { host: 'https://acme.certara.ai', clientId: 'k1' },
        secrets: { clientSecret: 's1' },
      },
    ]);
  });

  it('tell a repeated name, and a secret of nobody with its line', () => {
    expect(found('CELERDATA_CLIENT_SECRET=a\nCELERDATA_CLIENT_SECRET=b')).toMatchObject([
      {
        secrets: { clientSecret: 'b' },
        notes: [{ kind: 'variableRepeated', what: 'CELERDATA_CLIENT_SECRET' }],
      },
    ]);
    expect(readImport('PORT=1\nFOO_API_KEY=abc', presets).problems).toEqual([
      { place: { unit: 'line', number: 2 }, kind: 'unknownProvider' },
    ]);
  });

  it('placeholders of a template file are no values', () => {
    expect(found('CELERDATA_CLIENT_ID=<your id>\nCELERDATA_CLIENT_SECRET=changeme')).toMatchObject([
      { fields: {}, secrets: {} },
    ]);
  });
});
