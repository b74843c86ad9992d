import type { Page } from 'playwright-core';
import type { CallName, CallValues, Events } from '#contract/calls';
import type { ImportPreview } from '#contract/import-view';
import type { FailureView, KeyView } from '#contract/view';
import type { FakeBridge } from '../fake-bridge.ts';
import { importPreview, largePreview, mixedPreview } from '../import-fixtures.ts';
import type { Scene } from './scene.ts';

const usual = { width: 1100, height: 720 };
const small = { width: 640, height: 420 };
const tiny = { width: 380, height: 600 };

/** Sets what the bridge in the page answers; null: the call goes on for ever. */
async function answer<N extends CallName>(
  page: Page,
  name: N,
  given: { value: CallValues[N] } | { failure: FailureView } | null,
): Promise<void> {
  await page.evaluate(
    ([call, result]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      bridge.answer(call as 'keys.delete', () => {
        if (result === null) return new Promise(() => {});
        return 'failure' in result
          ? { ok: false, failure: result.failure }
          : { ok: true, value: result.value as never };
      });
    },
    [name, given] as const,
  );
}
async function emit<E extends keyof Events>(page: Page, event: E, payload: Events[E]): Promise<void> {
  await page.evaluate(
    ([name, news]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      bridge.emit(name, news as never);
    },
    [event, payload] as const,
  );
}
/** Changes one key of the state that is shown. */
async function changeKey(page: Page, name: string, change: Partial<KeyView>): Promise<void> {
  await page.evaluate(
    async ([subject, news]) => {
      const { bridge } = globalThis as unknown as { bridge: FakeBridge };
      const shown = await bridge.call('app.snapshot', {});
      if (!shown.ok) return;
      const { keys } = shown.value;
      const changed = keys.map((key) => (key.name === subject ? { ...key, ...news } : key));
      const snapshot = { ...shown.value, revision: shown.value.revision + 1, keys: changed };
      bridge.answer('app.snapshot', () => ({ ok: true, value: snapshot }));
      bridge.emit('snapshot', snapshot);
    },
    [name, change] as const,
  );
}

const openImport = (page: Page): Promise<void> => page.getByRole('button', { name: 'Import…' }).click();
const shows =
  (preview: ImportPreview, act: (page: Page) => Promise<void> = async () => {}) =>
  async (page: Page): Promise<void> => {
    await answer(page, 'import.readClipboard', { value: preview });
    await openImport(page);
    await page.getByRole('button', { name: 'From the clipboard' }).click();
    await act(page);
  };
const allowAll = (page: Page): Promise<void> => page.getByRole('checkbox', { name: 'Allow all' }).check();
const progress = (page: Page): Promise<void> =>
  emit(page, 'importProgress', { importId: 'import-1', done: 2, all: 3 });
const commits = (act: (page: Page) => Promise<void>, after = async (_: Page): Promise<void> => {}) =>
  shows(importPreview([{}, { name: 'second', host: 'api.example.com' }, { name: 'third' }]), async (page) => {
    await act(page);
    await allowAll(page);
    await page.getByRole('button', { name: 'Import 3 keys' }).click();
    await after(page);
  });

const missingHost = importPreview([
  {
    name: 'layar-research',
    presetId: 'layar',
    source: '.env lines',
    fields: { clientId: 'c_9b1f' },
    host: null,
  },
]);

const forms: KeyView['copyForms'] = [
  { id: 'raw', label: 'Token' },
  { id: 'header', label: 'Authorization header' },
  { id: 'curl', label: 'curl command' },
  { id: 'bash', label: 'CELERDATA_TOKEN for bash and zsh' },
  { id: 'fish', label: 'CELERDATA_TOKEN for fish' },
  { id: 'powershell', label: 'CELERDATA_TOKEN for PowerShell' },
  { id: 'dotenv', label: 'CELERDATA_TOKEN for a .env file' },
  { id: 'json', label: 'JSON' },
  { id: 'basic', label: 'Basic string (base64 of ID and secret)' },
];
const withForms = async (page: Page): Promise<void> => {
  const all = { revoke: true, keyDetails: true, rotate: true, signIn: true };
  await changeKey(page, 'prod-warehouse', { copyForms: forms, offers: all });
  await changeKey(page, 'dbaas-frankfurt', {
    copyForms: [...forms, { id: 'output.user_id', label: 'User ID' }],
    keyKind: 'exec',
  });
  await changeKey(page, 'dataos-minerva', { copyForms: forms, keyKind: 'static' });
  await changeKey(page, 'ibm-cloud', { copyForms: forms, keyKind: 'signed' });
};
const more = async (page: Page, entry?: string): Promise<void> => {
  await withForms(page);
  await page.getByRole('button', { name: 'More for prod-warehouse' }).click();
  if (entry !== undefined) await page.getByRole('menuitem', { name: entry }).click();
};
const copyAs = async (page: Page): Promise<void> => {
  await withForms(page);
  await page.getByRole('button', { name: 'Copy as… for prod-warehouse' }).click();
};
const overlap = { state: 'overlap', removesAtMs: Date.now() + 23.6 * 3_600_000, failure: null } as const;
const rotations = async (page: Page): Promise<void> => {
  await withForms(page);
  await changeKey(page, 'prod-warehouse', { rotation: overlap });
  const failure = { kind: 'refused', host: 'iam.cloud.ibm.com', httpStatus: 403, step: 'answer' } as const;
  await changeKey(page, 'ibm-cloud', { rotation: { ...overlap, failure } });
  await changeKey(page, 'dbaas-frankfurt', { rotation: { ...overlap, state: 'creating' } });
};
const code = {
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://login.example.com/device',
  expiresAtMs: Date.now() + 14.7 * 60_000,
};
const signIn = async (page: Page): Promise<void> => {
  await more(page, 'Sign in…');
  await changeKey(page, 'prod-warehouse', { signIn: code });
  await page.getByText(code.userCode).waitFor();
};

/** Pictures of the import and of what a key's menus do. */
export const importScenes: readonly Scene[] = [
  { name: 'import-source-light', state: 'six', size: usual, act: openImport },
  { name: 'import-source-dark', state: 'six', size: small, scheme: 'dark', act: openImport },
  {
    name: 'import-nothing',
    state: 'empty',
    size: usual,
    act: shows(
      importPreview([], {
        problems: ['The text: it is the answer of a token endpoint, whose token is dead in an hour.'],
      }),
    ),
  },
  {
    name: 'import-reading',
    state: 'six',
    size: usual,
    act: async (page) => {
      await answer(page, 'import.readClipboard', null);
      await openImport(page);
      await page.getByRole('button', { name: 'From the clipboard' }).click();
    },
  },
  {
    name: 'import-failed-reading',
    state: 'six',
    size: usual,
    act: async (page) => {
      await answer(page, 'import.readClipboard', {
        failure: { kind: 'invalidInput', field: 'The text', reason: 'tooLong' },
      });
      await openImport(page);
      await page.getByRole('button', { name: 'From the clipboard' }).click();
    },
  },
  { name: 'import-mixed-light', state: 'six', size: usual, act: shows(mixedPreview) },
  {
    name: 'import-mixed-dark',
    state: 'six',
    size: usual,
    scheme: 'dark',
    act: shows(mixedPreview, allowAll),
  },
  { name: 'import-mixed-small', state: 'six', size: small, scheme: 'dark', act: shows(mixedPreview) },
  { name: 'import-mixed-tiny', state: 'six', size: tiny, act: shows(mixedPreview) },
  {
    name: 'import-mixed-forced',
    state: 'six',
    size: usual,
    forcedColors: 'active',
    act: shows(mixedPreview),
  },
  { name: 'import-one', state: 'empty', size: usual, act: shows(missingHost) },
  {
    name: 'import-one-errors',
    state: 'six',
    size: usual,
    act: shows(missingHost, async (page) => {
      await page.getByRole('textbox', { name: 'Name' }).fill('');
      await page.getByRole('button', { name: 'Import 1 key' }).click();
    }),
  },
  {
    name: 'import-test-blocked',
    state: 'six',
    size: usual,
    act: shows(importPreview([{}]), (page) => page.getByRole('button', { name: 'Test warehouse' }).click()),
  },
  {
    name: 'import-tested',
    state: 'six',
    size: usual,
    act: shows(importPreview([{}, { name: 'second' }]), async (page) => {
      await page.getByRole('checkbox', { name: /cloud-api/ }).check();
      await page.getByRole('button', { name: 'Test warehouse' }).click();
    }),
  },
  { name: 'import-large-light', state: 'many', size: usual, act: shows(largePreview) },
  {
    name: 'import-large-filtered',
    state: 'many',
    size: small,
    scheme: 'dark',
    act: shows(largePreview, (page) =>
      page.getByRole('searchbox', { name: 'Filter rows' }).fill('service-49'),
    ),
  },
  {
    name: 'import-running',
    state: 'six',
    size: usual,
    act: commits(async (page) => {
      await answer(page, 'import.commit', null);
    }, progress),
  },
  {
    name: 'import-refused-light',
    state: 'six',
    size: usual,
    act: commits((page) =>
      answer(page, 'import.commit', {
        value: {
          keyIds: ['a'],
          refused: [
            { index: 1, failure: { kind: 'nameTaken', field: 'name' } },
            { index: 2, failure: { kind: 'vaultWriteFailed' } },
          ],
        },
      }),
    ),
  },
  {
    name: 'import-done',
    state: 'six',
    size: usual,
    act: commits((page) =>
      answer(page, 'import.commit', { value: { keyIds: ['a', 'b', 'c'], refused: [] } }),
    ),
  },
  { name: 'copy-as-light', state: 'six', size: usual, act: copyAs },
  { name: 'copy-as-small', state: 'six', size: small, scheme: 'dark', act: copyAs },
  { name: 'row-kinds', state: 'six', size: { width: 1400, height: 720 }, act: withForms },
  { name: 'row-kinds-narrow', state: 'six', size: { width: 760, height: 600 }, act: withForms },
  { name: 'row-kinds-tiny', state: 'six', size: tiny, scheme: 'dark', act: withForms },
  { name: 'row-menu-light', state: 'six', size: usual, act: (page) => more(page) },
  { name: 'row-menu-small', state: 'six', size: small, act: (page) => more(page) },
  { name: 'revoke-light', state: 'six', size: usual, act: (page) => more(page, 'Revoke token…') },
  {
    name: 'rotate-dark',
    state: 'six',
    size: small,
    scheme: 'dark',
    act: (page) => more(page, 'Rotate secret…'),
  },
  { name: 'rotation-light', state: 'six', size: usual, act: rotations },
  { name: 'rotation-dark', state: 'six', size: { width: 640, height: 720 }, scheme: 'dark', act: rotations },
  {
    name: 'remove-old',
    state: 'six',
    size: usual,
    act: async (page) => {
      await rotations(page);
      await page.getByRole('button', { name: 'Delete the old secret of prod-warehouse now' }).click();
    },
  },
  { name: 'sign-in-asking', state: 'six', size: usual, act: (page) => more(page, 'Sign in…') },
  { name: 'sign-in-light', state: 'six', size: usual, act: signIn },
  { name: 'sign-in-small', state: 'six', size: small, scheme: 'dark', act: signIn },
  {
    name: 'sign-in-over',
    state: 'six',
    size: usual,
    act: async (page) => {
      await signIn(page);
      await changeKey(page, 'prod-warehouse', { signIn: { ...code, expiresAtMs: Date.now() - 1 } });
      await page.getByRole('button', { name: 'Get a new code' }).waitFor();
    },
  },
  {
    name: 'sign-in-row',
    state: 'six',
    size: usual,
    act: async (page) => {
      await changeKey(page, 'prod-warehouse', { signIn: code });
    },
  },
  {
    name: 'settings-light',
    state: 'six',
    size: usual,
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
  {
    name: 'settings-dark',
    state: 'six',
    size: small,
    scheme: 'dark',
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
];
