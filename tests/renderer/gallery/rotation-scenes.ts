import type { Page } from 'playwright-core';
import type { KeyDraft } from '#contract/calls';
import type { KeyView } from '#contract/view';
import { answer, changeKey } from './bridge-in-page.ts';
import type { Scene } from './scene.ts';
import { traceOf } from './test-traces.ts';

const usual = { width: 1100, height: 720 };
const small = { width: 640, height: 420 };
const tiny = { width: 380, height: 600 };

const offers = (rotate: KeyView['offers']['rotate']): KeyView['offers'] => ({
  revoke: true,
  keyDetails: true,
  rotate,
  signIn: false,
});
const fields = { clientId: '5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa', host: 'https://cloud-api.celerdata.com' };
const begin = async (page: Page, key: string, rotate: KeyView['offers']['rotate']): Promise<void> => {
  await changeKey(page, key, { offers: offers(rotate), ...(key === 'prod-warehouse' ? { fields } : {}) });
  await page.getByRole('button', { name: `More for ${key}` }).click();
  await page.getByRole('menuitem', { name: 'Rotate secret…' }).click();
};
const guide = (page: Page) => begin(page, 'prod-warehouse', 'guided');
const press = (page: Page) => page.getByRole('button', { name: 'Test and switch' }).click();
const fillIn = async (page: Page): Promise<void> => {
  await guide(page);
  await page.getByLabel('Secret', { exact: true }).fill('a-new-secret');
};
const refused = async (page: Page): Promise<void> => {
  await fillIn(page);
  await answer(page, 'keys.rotateByHand', { value: traceOf({ presetId: 'celerdata' } as KeyDraft) });
  await press(page);
  await page.getByText('Likely causes').waitFor();
};

const overlap = {
  kind: 'automatic',
  state: 'overlap',
  newName: 'keyfob-202611221603-4f1c',
  oldName: null,
  removesAtMs: Date.now() + 23.6 * 3_600_000,
  failure: null,
} as const;
const byHand = { ...overlap, kind: 'guided', newName: null, removesAtMs: null } as const;
const cut = { kind: 'internal', reason: 'rotationInterrupted' } as const;
const rows = async (page: Page): Promise<void> => {
  const failure = { kind: 'refused', host: 'iam.cloud.ibm.com', httpStatus: 403, step: 'answer' } as const;
  await changeKey(page, 'prod-warehouse', { rotation: overlap });
  await changeKey(page, 'ibm-cloud', { rotation: { ...overlap, failure } });
  await changeKey(page, 'dbaas-frankfurt', { rotation: { ...overlap, state: 'creating' } });
  await changeKey(page, 'dataos-minerva', {
    rotation: { ...overlap, state: 'creating', removesAtMs: null, failure: cut },
  });
};
const rowsByHand = async (page: Page): Promise<void> => {
  const failure = { kind: 'refused', host: 'login.example.com', httpStatus: 401, step: 'answer' } as const;
  await changeKey(page, 'prod-warehouse', { rotation: byHand });
  await changeKey(page, 'crm-api', { rotation: { ...byHand, failure } });
  await changeKey(page, 'dbaas-frankfurt', { rotation: { ...byHand, state: 'undone' } });
  await changeKey(page, 'ibm-cloud', { rotation: { ...overlap, state: 'undone', removesAtMs: null } });
  await page.getByRole('button', { name: 'Use the new secret of dbaas-frankfurt' }).scrollIntoViewIfNeeded();
};

/** Pictures of rotations: what leads to a new secret, and what a row says until the old one is gone. */
export const rotationScenes: readonly Scene[] = [
  {
    name: 'rotate-dark',
    state: 'six',
    size: small,
    scheme: 'dark',
    act: (page) => begin(page, 'prod-warehouse', 'automatic'),
  },
  {
    name: 'rotate-refused',
    state: 'six',
    size: usual,
    act: async (page) => {
      const failure = { kind: 'refused', host: 'iam.cloud.ibm.com', httpStatus: 403 } as const;
      await answer(page, 'keys.rotate', { failure });
      await begin(page, 'ibm-cloud', 'automatic');
      await page.getByRole('button', { name: 'Rotate secret' }).click();
      await page.getByRole('button', { name: 'Rotate by hand…' }).waitFor();
    },
  },
  { name: 'rotation-light', state: 'six', size: usual, act: rows },
  { name: 'rotation-dark', state: 'six', size: { width: 640, height: 720 }, scheme: 'dark', act: rows },
  {
    name: 'remove-old',
    state: 'six',
    size: usual,
    act: async (page) => {
      await rows(page);
      await page.getByRole('button', { name: 'Delete the old secret of prod-warehouse now' }).click();
    },
  },
  { name: 'rotation-by-hand-light', state: 'six', size: usual, act: rowsByHand },
  { name: 'rotation-by-hand-small', state: 'six', size: small, scheme: 'dark', act: rowsByHand },
  { name: 'rotation-by-hand-tiny', state: 'six', size: tiny, act: rowsByHand },
  { name: 'guide-light', state: 'six', size: usual, act: guide },
  { name: 'guide-dark', state: 'six', size: usual, scheme: 'dark', act: guide },
  { name: 'guide-small', state: 'six', size: small, act: guide },
  { name: 'guide-tiny', state: 'six', size: tiny, scheme: 'dark', act: guide },
  { name: 'guide-no-page', state: 'six', size: usual, act: (page) => begin(page, 'crm-api', 'guided') },
  {
    name: 'guide-empty',
    state: 'six',
    size: usual,
    act: async (page) => {
      await guide(page);
      await press(page);
    },
  },
  { name: 'guide-refused', state: 'six', size: usual, scheme: 'dark', act: refused },
  { name: 'guide-refused-small', state: 'six', size: small, act: refused },
  {
    name: 'guide-after-failure',
    state: 'six',
    size: usual,
    act: async (page) => {
      const stuck = { ...overlap, state: 'creating', removesAtMs: null, failure: cut } as const;
      await changeKey(page, 'ibm-cloud', { rotation: stuck, offers: offers('automatic') });
      await page.getByRole('button', { name: 'Rotate again: ibm-cloud' }).click();
      await page.getByRole('button', { name: 'Rotate by hand…' }).click();
    },
  },
];
