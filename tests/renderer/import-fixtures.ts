import type { ImportedPreset, ImportPreview, ImportRow } from '#contract/import-view';
import { presets } from './preset-fixtures.ts';

/** A key that a curl command held. */
export function importRow(given: Partial<ImportRow> = {}): ImportRow {
  return {
    index: 0,
    source: 'curl command',
    name: 'warehouse',
    presetId: 'celerdata',
    alternatives: [],
    fields: { clientId: '5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa' },
    secretFieldIds: ['clientSecret'],
    host: 'cloud-api.celerdata.com',
    duplicateOf: null,
    notes: [],
    ...given,
  };
}

/** What an import found; the rows are numbered in their order. */
export function importPreview(
  rows: readonly Partial<ImportRow>[],
  given: Partial<ImportPreview> = {},
): ImportPreview {
  return {
    importId: 'import-1',
    rows: rows.map((row, index) => importRow({ index, ...row })),
    newPresets: [],
    problems: [],
    ...given,
  };
}

/** A provider that came with its key. */
export const newProvider: ImportedPreset = {
  requestLine: 'POST https://login.example.net/v2/token',
  preset: {
    id: 'login-example-net',
    name: 'login.example.net',
    summary: 'Made from a curl command.',
    keywords: [],
    keyKind: 'exchange',
    source: 'user',
    needsExtraCa: false,
    links: [],
    fields: (presets.find(({ id }) => id === 'layar')?.fields ?? []).filter(({ id }) => id !== 'host'),
  },
};

/** One of everything that a preview can show. */
export const mixedPreview = importPreview(
  [
    {},
    {
      name: 'ibm-billing',
      source: 'IBM key file',
      presetId: 'ibm-iam',
      alternatives: [{ presetId: 'ibm-dbaas', host: 'dbaas900.hyperp-dbaas.cloud.ibm.com:20000' }],
      fields: {},
      secretFieldIds: ['apiKey'],
      host: 'iam.cloud.ibm.com',
    },
    {
      name: 'layar-research',
      source: '.env lines',
      presetId: 'layar',
      fields: { clientId: 'c_9b1f2a77d0e84c55' },
      host: null,
      notes: ['LAYAR_TOKEN was left out: Keyfob gets its own tokens from the key.'],
    },
    { name: 'prod-warehouse 2', duplicateOf: 'prod-warehouse', source: '.env lines' },
    {
      name: 'minerva',
      source: 'table of dataos-ctl',
      presetId: 'dataos',
      fields: { host: 'https://liberal-monkey.dataos.app' },
      secretFieldIds: ['apiKey'],
      host: 'liberal-monkey.dataos.app',
    },
    {
      name: 'login.example.net',
      presetId: 'login-example-net',
      fields: { clientId: 'reporting' },
      host: 'login.example.net',
      notes: ['-k was left out: Keyfob checks certificates all the same.'],
    },
  ],
  {
    newPresets: [newProvider],
    problems: ['Line 14: a quote is never closed.', 'Entry 3: it asks for a person’s password.'],
  },
);

/** As many rows as a big spreadsheet has. */
export const largePreview = importPreview(
  Array.from({ length: 500 }, (_, index) => ({
    name: `service-${index + 1}`,
    source: `CSV row ${index + 2}`,
    presetId: index % 3 === 0 ? 'layar' : 'celerdata',
    fields: { clientId: `client-${index}-7c2f6e0b93aa` },
    host: index % 3 === 0 ? null : `cloud-${index % 4}.celerdata.com`,
    duplicateOf: index % 50 === 7 ? 'prod-warehouse' : null,
  })),
);
