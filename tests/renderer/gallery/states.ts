import type { PresetProblemView } from '#contract/preset-problem-view';
import type { KeyView, Snapshot } from '#contract/view';
import { day, key, minute, settings, snapshot, token } from '../key-fixtures.ts';
import { manyPresets } from '../special-presets.ts';

const now = Date.now();

function sixKeys(): KeyView[] {
  return [
    key({
      name: 'layar-staging',
      presetId: 'layar',
      clientId: 'c_9b1f2a77d0e84c55',
      description: 'Literature search, staging instance',
      createdAtMs: now - 212 * day,
      token: token({
        state: 'rejected',
        obtainedAtMs: null,
        expiresAtMs: null,
        lifetimeSource: null,
        failure: {
          kind: 'refused',
          step: 'answer',
          host: 'staging.certara.ai',
          httpStatus: 401,
          providerCode: 'invalid_client',
          providerMessage: 'Client authentication failed',
        },
      }),
    }),
    key({
      name: 'dataos-minerva',
      presetId: 'dataos',
      description: 'Minerva queries from the notebook server',
      keyExpiresAtMs: now + 5 * day + 3 * 3_600_000,
      createdAtMs: now - 25 * day,
      token: token({ expiresAtMs: now + 5 * day + 3 * 3_600_000, lifetimeSource: 'key' }),
    }),
    key({
      name: 'crm-api',
      presetId: 'oauth2',
      clientId: '0oa1f9k3h2QeXw7Zt5d7',
      createdAtMs: now - 60 * day,
      keyExpiresAtMs: now + 23 * day,
      token: token({
        state: 'retrying',
        retryAtMs: now + 4 * minute,
        obtainedAtMs: now - 51 * minute,
        expiresAtMs: now + 9 * minute,
        failure: { kind: 'timedOut', step: 'connect', host: 'login.example.com' },
      }),
    }),
    key({
      name: 'prod-warehouse',
      presetId: 'celerdata',
      clientId: '5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa',
      description: 'Nightly loads and the sales dashboard',
      isDefault: true,
      keyExpiresAtMs: now + 291 * day,
      createdAtMs: now - 74 * day,
    }),
    key({
      name: 'dbaas-frankfurt',
      presetId: 'ibm-dbaas',
      createdAtMs: now - 130 * day,
      token: token({
        lifetimeSource: 'jwt',
        outputs: [{ id: 'user_id', label: 'User ID', value: 'a48d5a1ce2f64d7ea8c7a1f4b6c0d9e1' }],
      }),
    }),
    key({
      name: 'ibm-cloud',
      presetId: 'ibm-iam',
      description: 'Service ID for billing exports',
      createdAtMs: now - 18 * day,
      token: token({ lifetimeSource: 'assumed', expiresAtMs: now + 58 * minute + 900 }),
    }),
  ];
}

const states = ['fresh', 'offline', 'neverFetched', 'refreshing', 'fresh', 'fresh', 'needsYou'] as const;

function manyKeys(length: number): KeyView[] {
  return Array.from({ length }, (_, index) => {
    const base = sixKeys()[index % 6] ?? key();
    const state = states[index % states.length] ?? 'fresh';
    const failure =
      state === 'offline' ? ({ kind: 'unreachable', host: 'cloud-api.celerdata.com' } as const) : null;
    return {
      ...base,
      id: `k${index}`,
      name: `${base.name}-${index}`,
      token: { ...base.token, state, failure },
    };
  });
}

const long = 'Production warehouse of the European finance department, read only, second cluster';

function hostileKeys(): KeyView[] {
  return [
    key({
      name: long.slice(0, 80),
      description: `${long}. ${long}`,
      clientId: 'x'.repeat(120),
      isDefault: true,
    }),
    key({
      name: 'مفتاح الإنتاج',
      description: 'مستودع البيانات الليلي',
      presetId: 'layar',
      clientId: 'עברית-123',
    }),
    key({
      name: 'exe\u202Egpj.prod\u202C',
      description: '<img src=x onerror=alert(1)>\u0007\u200B',
      presetId: 'oauth2',
    }),
    key({
      name: '🔑🗝️ ключ 鍵',
      description: 'W'.repeat(200),
      presetId: 'ibm-dbaas',
      token: token({
        state: 'rejected',
        outputs: [{ id: 'user_id', label: 'User ID', value: 'f'.repeat(300) }],
        failure: {
          kind: 'refused',
          host: `${'a'.repeat(60)}.example`,
          httpStatus: 403,
          providerMessage: `"><script>alert(1)</script> \u202Eevil ${'x'.repeat(180)}`,
        },
      }),
    }),
  ];
}

const presetProblems: readonly PresetProblemView[] = [
  {
    file: 'warehouse.json',
    path: 'exchange.request.url',
    fix: 'Begin the address with https:// (http:// is allowed for this computer only).',
  },
  { file: 'notes.json', path: '', fix: 'This is not JSON: line 3 has a comma too many.' },
];

/** Snapshots by name of the state that they show. */
export const galleryStates: Readonly<Record<string, () => Snapshot>> = {
  empty: () => snapshot(),
  emptySession: () => snapshot({ vault: { state: 'sessionOnly', detail: 'unavailable', slots: [] } }),
  opening: () => snapshot({ vault: { state: 'opening', detail: '', slots: [] } }),
  locked: () => snapshot({ vault: { state: 'locked', detail: 'notAnswering', slots: [] } }),
  six: () =>
    snapshot({ keys: sixKeys(), clipboard: { keyId: 'id-prod-warehouse', clearsAtMs: now + 23_900 } }),
  overdue: () =>
    snapshot({ keys: sixKeys(), clipboard: { keyId: 'id-prod-warehouse', clearsAtMs: now - 9_000 } }),
  session: () =>
    snapshot({ keys: sixKeys().slice(3), vault: { state: 'sessionOnly', detail: 'weak', slots: [] } }),
  fresh: () => snapshot({ keys: sixKeys().slice(3) }),
  emptyPresets: () => snapshot({ presets: manyPresets }),
  presets: () => snapshot({ keys: sixKeys(), presets: manyPresets, presetProblems }),
  noSource: () => snapshot({ presets: manyPresets, settings: settings({ commandsAllowed: true }) }),
  many: () => snapshot({ keys: manyKeys(40) }),
  thousand: () => snapshot({ keys: manyKeys(1_000) }),
  hostile: () => snapshot({ keys: hostileKeys() }),
};
