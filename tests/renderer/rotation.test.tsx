import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KeyView } from '#contract/view';
import { done, failed } from './fake-bridge.ts';
import { day, key, snapshot } from './key-fixtures.ts';
import { choose, inKey, type Rendered, renderApp } from './render-app.tsx';

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
