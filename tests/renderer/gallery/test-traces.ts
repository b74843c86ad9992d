import type { KeyDraft } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import { report, step } from '../test-fixtures.ts';

const host = 'cloud-api.celerdata.com';

const prepare = step({
  step: 'prepare',
  detail: `POST https://${host}/api/1.0/token`,
  durationMs: 1,
  facts: [
    { label: 'Request', value: `POST https://${host}/api/1.0/token` },
    { label: 'Client authentication', value: 'Basic header (RFC 6749, section 2.3.1)' },
    { label: 'Header names', value: 'accept, authorization, content-type, user-agent' },
    { label: 'Body members', value: 'grant_type, scope' },
  ],
});
const connect = step({
  step: 'connect',
  detail: `TLS 1.3 with ${host}`,
  durationMs: 84,
  facts: [
    { label: 'Proxy', value: 'none' },
    { label: 'Certificate of', value: 'CN=*.celerdata.com' },
    { label: 'Issued by', value: 'C=US, O=Amazon, CN=Amazon RSA 2048 M03' },
    { label: 'Valid', value: '3 Mar 2026 to 1 Apr 2027' },
  ],
});
const notRun = (name: TestStep['step']): TestStep => step({ step: name, outcome: 'notRun' });

const refused: TestReport = report({
  passed: false,
  failure: {
    kind: 'refused',
    step: 'answer',
    host,
    httpStatus: 401,
    providerCode: 'invalid_client',
    providerMessage: 'Client authentication failed',
  },
  causes: [
    'The secret belongs to another client ID: copy both again from the same line of the console.',
    'The secret was replaced or deleted: make a new one under Application keys.',
  ],
  steps: [
    prepare,
    connect,
    step({
      step: 'answer',
      outcome: 'failed',
      detail: 'HTTP 401, invalid_client',
      durationMs: 1_310,
      facts: [
        { label: 'Status', value: '401 Unauthorized' },
        { label: 'Header names', value: 'content-type, date, www-authenticate, x-request-id' },
        { label: 'Form of the answer', value: '{ error, error_description }' },
      ],
    }),
    notRun('token'),
    notRun('testCall'),
  ],
});

const certificateRefused: TestReport = report({
  passed: false,
  failure: {
    kind: 'certificateRefused',
    step: 'connect',
    host: 'staging.certara.ai',
    reason: 'SELF_SIGNED_CERT_IN_CHAIN',
    certificate: {
      subject: 'CN=staging.certara.ai',
      issuer: 'C=DE, O=Example GmbH, CN=Example Internal CA 2',
      validFromMs: Date.UTC(2026, 0, 7),
      validToMs: Date.UTC(2027, 0, 7),
      fingerprintSha256: Array.from({ length: 32 }, (_, at) => (at * 7 + 16).toString(16).toUpperCase()).join(
        ':',
      ),
    },
  },
  causes: [
    'A company proxy opens TLS connections: ask for its CA file and add it under Extra CA certificates.',
  ],
  steps: [
    { ...prepare, detail: 'GET https://staging.certara.ai/layar/token' },
    step({ step: 'connect', outcome: 'failed', detail: 'Certificate not trusted', durationMs: 61 }),
    notRun('answer'),
    notRun('token'),
    notRun('testCall'),
  ],
});

const passed: TestReport = report({
  tokenExpiresAtMs: Date.now() + 3_600_500,
  steps: [
    { ...prepare, detail: 'POST https://login.example.com/oauth2/token' },
    step({
      step: 'discover',
      detail: 'https://login.example.com/.well-known/openid-configuration',
      durationMs: 210,
      facts: [{ label: 'Token endpoint', value: 'https://login.example.com/oauth2/token' }],
    }),
    { ...connect, detail: 'TLS 1.3 with login.example.com' },
    step({ step: 'answer', detail: 'HTTP 200, JSON', durationMs: 131 }),
    step({ step: 'token', detail: 'Bearer, 3 600 s', durationMs: 0 }),
    step({ step: 'testCall', detail: 'GET https://api.example.com/me, HTTP 200', durationMs: 96 }),
  ],
});

/** What the gallery's test of a draft finds. */
export function traceOf({ presetId }: KeyDraft): TestReport {
  if (presetId === 'layar') return certificateRefused;
  return presetId === 'oauth2' ? passed : refused;
}
