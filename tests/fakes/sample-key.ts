import type { ApiKey, KeyId } from '#core/api-key';

/** A key for tests that are about something else. */
export function sampleKey(part: Partial<ApiKey>): ApiKey {
  return {
    id: '00000000-0000-4000-8000-000000000001' as KeyId,
    name: 'prod',
    description: '',
    presetId: 'celerdata',
    fields: { host: 'https://cloud-api.celerdata.com', clientId: 'an-id' },
    secretFieldIds: ['clientSecret'],
    extraCaPem: null,
    approvedCommand: null,
    approvedPreset: null,
    createdAtMs: 0,
    addedAtMs: 0,
    keyExpiresAtMs: null,
    minimumValidityMs: 60_000,
    refreshMode: 'whileUsed',
    noticeLeadDays: null,
    ...part,
  };
}
