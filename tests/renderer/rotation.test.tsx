import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { TestReport } from '#contract/test-report';
import type { FailureView, KeyView } from '#contract/view';
import { done, failed } from './fake-bridge.ts';
import { day, key, snapshot } from './key-fixtures.ts';
import { choose, fill, inKey, type Rendered, renderApp } from './render-app.tsx';

const nothing = { revoke: false, keyDetails: false, rotate: null, signIn: false };
let revision = 1;
function push({ bridge }: Rendered, change: Partial<KeyView>): void {
  revision += 1;
  act(() => bridge.emit('snapshot', snapshot({ revision, keys: [key(change)] })));
}

const canRotate = { offers: { ...nothing, rotate: 'automatic' as const } };
const overlap = {
  kind: 'automatic',
  state: 'overlap',
  newName: 'keyfob-202611221603-4f1c',
  oldName: null,
  removesAtMs: Date.now() + day,
  failure: null,
} as const;

test('a rotation is explained before it begins, and a failed one stays in the dialog', async () => {
  const { user, bridge } = await renderApp({ keys: [key(canRotate)] }, (fake) =>
    fake.answer('keys.rotate', () => failed({ kind: 'refused', host: 'h.example' })),
  );
  await choose(user, 'prod', 'Rotate secret…');
  const dialog = screen.getByRole('alertdialog');
  expect(dialog.textContent).toContain('If that fails, the old one stays in use.');
  await user.click(screen.getByRole('button', { name: 'Rotate secret' }));
  expect(dialog.textContent).toContain('h.example refused this key');
  bridge.answer('keys.rotate', () => done({}));
  await user.click(screen.getByRole('button', { name: 'Rotate secret' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(bridge.inputs('keys.rotate').length).toBe(2);
});

test('while two secrets work, the row says so and ends it in three ways', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ ...canRotate, rotation: overlap })] });
  expect(inKey('prod').getByText('New secret in use; the old one is deleted in 23 h.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Undo the rotation of prod' }));
  expect(screen.getByText('The new one still exists at CelerData Cloud: delete it there.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Keep the old secret of prod' }));
  await user.click(screen.getByRole('button', { name: 'Delete the old secret of prod now' }));
  expect(bridge.inputs('keys.endRotation').map(({ how }) => how)).toEqual(['undo', 'keepOld']);
  expect(screen.getByRole('alertdialog').textContent).toContain('you can no longer go back to it');
  await user.click(screen.getByRole('button', { name: 'Delete old secret' }));
  expect(bridge.inputs('keys.endRotation').map(({ how }) => how)).toEqual(['undo', 'keepOld', 'removeOld']);
});

test('a rotation in the making cannot be begun again or ended, and its failure is shown', async () => {
  const failure = { kind: 'unreachable', host: 'h.example' } as const;
  const app = await renderApp({ keys: [key({ ...canRotate, rotation: { ...overlap, state: 'creating' } })] });
  expect(inKey('prod').getByText('Making and testing a new secret…')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /old secret/ })).toBeNull();
  await app.user.click(screen.getByRole('button', { name: 'More for prod' }));
  expect(screen.queryByRole('menuitem', { name: 'Rotate secret…' })).toBeNull();
  push(app, { ...canRotate, rotation: { ...overlap, failure } });
  expect(inKey('prod').getByText(/No connection to h\.example/)).toBeTruthy();
});

test('a rotation that stuck before the switch can be tried again or given up', async () => {
  const failure = { kind: 'internal', reason: 'rotationInterrupted' } as const;
  const stuck = { ...overlap, state: 'creating', removesAtMs: null, failure } as const;
  const { user, bridge } = await renderApp({ keys: [key({ ...canRotate, rotation: stuck })] });
  expect(inKey('prod').getByText('The secret was not rotated; the old one is still in use.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Rotate again: prod' }));
  await user.click(screen.getByRole('button', { name: 'Rotate secret' }));
  expect(bridge.inputs('keys.rotate')).toEqual([{ keyId: 'id-prod' }]);
  await user.click(screen.getByRole('button', { name: 'Give up the rotation of prod' }));
  expect(bridge.inputs('keys.endRotation')).toEqual([{ keyId: 'id-prod', how: 'keepOld' }]);
  expect(screen.getByText('If CelerData Cloud lists a new one, delete it there.')).toBeTruthy();
});

const guided = { offers: { ...nothing, rotate: 'guided' as const } };
const report = (part: Partial<TestReport> = {}): TestReport => ({
  passed: true,
  steps: [],
  failure: null,
  causes: [],
  tokenExpiresAtMs: null,
  ...part,
});
const stored = { clientId: 'old-id', fields: { clientId: 'old-id', host: 'https://h.example' } };

test('the guide opens the provider’s page, tests what was entered, and closes when it is in use', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ ...guided, ...stored })] }, (fake) =>
    fake.answer('keys.rotateByHand', () => done(report())),
  );
  await choose(user, 'prod', 'Rotate secret…');
  const dialog = screen.getByRole('dialog');
  expect([...dialog.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual([
    'Make a new secret at CelerData Cloud',
    'Enter the new secret',
    'Test and switch',
  ]);
  await user.click(within(dialog).getByRole('button', { name: 'Application keys in the CelerData console' }));
  expect(bridge.inputs('app.openLink')).toEqual([{ presetId: 'celerdata', link: 'console' }]);
  expect(screen.queryByLabelText('Host')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Test and switch' }));
  expect(dialog.textContent).toContain('Enter the new Secret.');
  expect(bridge.inputs('keys.rotateByHand')).toEqual([]);
  await user.type(screen.getByLabelText('Secret'), 'new-secret');
  fireEvent.change(screen.getByLabelText(/Key expires on/), { target: { value: '2031-05-06' } });
  await user.click(screen.getByRole('button', { name: 'Test and switch' }));
  expect(bridge.inputs('keys.rotateByHand')).toEqual([
    {
      runId: expect.any(String),
      keyId: 'id-prod',
      fields: { clientSecret: 'new-secret' },
      keyExpiresAtMs: new Date(2031, 4, 6, 23, 59, 59).getTime(),
    },
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('The new secret is in use')).toBeTruthy();
});

test('the guide sends a client id only when it was changed, and stays with the reasons of a failed test', async () => {
  const failure = { kind: 'refused', host: 'h.example' } as const;
  const { user, bridge } = await renderApp({ keys: [key({ ...guided, ...stored })] }, (fake) =>
    fake.answer('keys.rotateByHand', () =>
      done(report({ passed: false, failure, causes: ['It is mistyped.'] })),
    ),
  );
  await choose(user, 'prod', 'Rotate secret…');
  const clientId = screen.getByLabelText<HTMLInputElement>(/Client ID/);
  expect(clientId.value).toBe('old-id');
  await user.clear(clientId);
  await user.type(clientId, 'new-id');
  await user.type(screen.getByLabelText('Secret'), 'new-secret');
  await user.click(screen.getByRole('button', { name: 'Test and switch' }));
  expect(bridge.inputs('keys.rotateByHand')).toMatchObject([
    { fields: { clientId: 'new-id', clientSecret: 'new-secret' }, keyExpiresAtMs: null },
  ]);
  const dialog = screen.getByRole('dialog');
  expect(dialog.textContent).toContain('h.example refused this key');
  expect(dialog.textContent).toContain('It is mistyped.');
  expect(screen.getByLabelText<HTMLInputElement>('Secret').value).toBe('new-secret');
  expect(document.documentElement.outerHTML).not.toContain('new-secret');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.getByText('Discard what you entered?')).toBeTruthy();
});

test('a running test of the guide can be stopped', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ ...guided, ...stored })] }, (fake) =>
    fake.answer('keys.rotateByHand', () => new Promise(() => {})),
  );
  await choose(user, 'prod', 'Rotate secret…');
  await user.type(screen.getByLabelText('Secret'), 'new-secret');
  await user.click(screen.getByRole('button', { name: 'Test and switch' }));
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  const [run] = bridge.inputs('keys.rotateByHand');
  expect(bridge.inputs('keys.cancelTest')).toEqual([{ runId: run?.runId }]);
});

async function testUnderWay(): Promise<Rendered & { readonly end: (failure: FailureView) => Promise<void> }> {
  let end: (failure: FailureView) => void = () => {};
  const app = await renderApp({ keys: [key({ ...guided, ...stored })] }, (fake) =>
    fake.answer(
      'keys.rotateByHand',
      () =>
        new Promise((resolve) => {
          end = (failure) => resolve(failed(failure));
        }),
    ),
  );
  await choose(app.user, 'prod', 'Rotate secret…');
  await fill(app.user, screen.getByLabelText('Secret'), 'new-secret');
  await app.user.click(screen.getByRole('button', { name: 'Test and switch' }));
  return { ...app, end: (failure) => act(async () => end(failure)) };
}

test.each(['before', 'after'])(
  'a lock that hides whether the new secret is in use says so; its answer comes %s it',
  async (order) => {
    const app = await testUnderWay();
    const vault = { state: 'locked', detail: 'idle', slots: ['passphrase'] } as const;
    const lock = () => act(async () => app.bridge.emit('snapshot', snapshot({ revision: 99, vault })));
    if (order === 'after') await lock();
    await app.end({ kind: 'vaultLocked' });
    if (order === 'before') await lock();
    const told = screen.getByRole('alert').textContent;
    expect(told).toMatch(/^The vault was locked before it was known whether the new secret is in use\./);
    expect(told).not.toMatch(/prod|CelerData/);
    expect(screen.getAllByRole('button', { name: 'Dismiss message' }).length).toBe(1);
  },
);

test('who leaves the guide during its test is told nothing', async () => {
  const app = await testUnderWay();
  await app.user.click(screen.getByRole('button', { name: 'Cancel' }));
  await app.user.click(screen.getByRole('button', { name: 'Discard' }));
  await app.end({ kind: 'cancelled' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('alert').textContent).toBe('');
});

test('after a switch by hand the row waits until the old secret is deleted at the provider', async () => {
  const rotation = { ...overlap, kind: 'guided', newName: null, removesAtMs: null } as const;
  const app = await renderApp({ keys: [key({ ...guided, rotation })] });
  const { user, bridge } = app;
  expect(inKey('prod').getByText('New secret in use. Delete the old one at CelerData Cloud.')).toBeTruthy();
  await user.click(inKey('prod').getByRole('button', { name: 'Open console' }));
  expect(bridge.inputs('app.openLink')).toEqual([{ presetId: 'celerdata', link: 'console' }]);
  await user.click(screen.getByRole('button', { name: 'Undo the rotation of prod' }));
  expect(screen.getByText('The old secret is in use again')).toBeTruthy();
  push(app, { ...guided, rotation: { ...rotation, state: 'undone' } });
  expect(inKey('prod').getByText(/Delete the new one at CelerData Cloud\./)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Use the new secret of prod' }));
  await user.click(screen.getByRole('button', { name: 'The new secret of prod is deleted' }));
  const hows = bridge.inputs('keys.endRotation').map(({ how }) => how);
  expect(hows).toEqual(['undo', 'undo', 'removeOld']);
  expect(screen.getByText('The rotation is over')).toBeTruthy();
});

test('an undone rotation of a provider names the secret that is left there', async () => {
  await renderApp({
    keys: [key({ ...canRotate, rotation: { ...overlap, state: 'undone', removesAtMs: null } })],
  });
  expect(inKey('prod').getByText(/Delete the new one \(keyfob-202611221603-4f1c\) at/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /now$/ })).toBeNull();
});

test('a rotation that the provider refused can be done by hand', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ ...canRotate, ...stored })] }, (fake) => {
    fake.answer('keys.rotate', () => failed({ kind: 'refused', host: 'h.example', httpStatus: 403 }));
    fake.answer('keys.rotateByHand', () => done(report()));
  });
  await choose(user, 'prod', 'Rotate secret…');
  expect(screen.queryByRole('button', { name: 'Rotate by hand…' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Rotate secret' }));
  await user.click(screen.getByRole('button', { name: 'Rotate by hand…' }));
  await user.type(screen.getByLabelText('Secret'), 'new-secret');
  await user.click(screen.getByRole('button', { name: 'Test and switch' }));
  expect(bridge.inputs('keys.rotateByHand')).toMatchObject([{ fields: { clientSecret: 'new-secret' } }]);
});
