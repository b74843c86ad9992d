import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done } from './fake-bridge.ts';
import { importPreview } from './import-fixtures.ts';
import { openImport, row, showPreview } from './import-rig.ts';
import { key, snapshot } from './key-fixtures.ts';
import { renderApp } from './render-app.tsx';

const canary = 'TYPED-CANARY';

test('a paste never gets into the page: it is sent at once, with what was typed before it, and the field is empty', async () => {
  const { user, bridge } = await openImport();
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste here' });
  await user.type(field, 'name: ');
  await user.paste(canary);
  expect(bridge.inputs('import.readText')).toEqual([{ text: `name: ${canary}` }]);
  expect(field.value).toBe('');
  expect(document.documentElement.outerHTML).not.toContain(canary);
});

test('what was typed is wiped when it is read', async () => {
  const { user, bridge } = await openImport();
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste here' });
  await user.type(field, canary);
  await user.click(screen.getByRole('button', { name: 'Read' }));
  expect(bridge.inputs('import.readText')).toEqual([{ text: canary }]);
  expect(field.value).toBe('');
});

test('nothing found: the problems, and in words what can be imported', async () => {
  await showPreview(importPreview([], { problems: ['Line 3: a quote is never closed.'] }));
  const dialog = screen.getByRole('dialog', { name: 'Import keys' });
  expect(dialog.textContent).toContain('No key was found in that.');
  expect(dialog.textContent).toContain('Line 3: a quote is never closed.');
  expect(dialog.textContent).toContain('A curl command');
  expect(screen.getByRole('button', { name: 'From a file…' })).toBeTruthy();
});

test('a text that is too long is not sent, and told', async () => {
  const { user, bridge } = await openImport();
  await user.click(screen.getByRole('textbox', { name: 'Paste here' }));
  await user.paste('x'.repeat(1_048_577));
  expect(bridge.inputs('import.readText')).toEqual([]);
  expect(screen.getByRole('alert').textContent).toContain('The text is too long');
});

test('leaving forgets what was read, and asks only if something was edited', async () => {
  const { user, bridge } = await showPreview(importPreview([{}]));
  await user.click(row('warehouse').getByRole('checkbox'));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  await waitFor(() => expect(bridge.inputs('import.cancel')).toEqual([{ importId: 'import-1' }]));

  await user.click(screen.getByRole('button', { name: 'Import…' }));
  await user.click(screen.getByRole('button', { name: 'From the clipboard' }));
  await user.type(row('warehouse').getByRole('textbox', { name: 'Name' }), 'x');
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(bridge.inputs('import.cancel').length).toBe(2));
});

test('a lock takes the import away and forgets it', async () => {
  const { bridge } = await showPreview(importPreview([{}]));
  const locked = { state: 'locked', detail: 'notAnswering', slots: [] } as const;
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, vault: locked, keys: [key()] })));
  await waitFor(() => expect(bridge.inputs('import.cancel')).toEqual([{ importId: 'import-1' }]));
  act(() => bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a file that is dropped on the window is read, but not over a form', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('import.readText', () => done(importPreview([{}]))),
  );
  const file = new File(['curl …'], 'keys.txt', { type: 'text/plain' });
  const dataTransfer = { types: ['Files'], files: [file], dropEffect: '' };
  await user.click(screen.getByRole('button', { name: 'Add key' }));
  fireEvent.drop(window, { dataTransfer });
  await user.keyboard('{Escape}');
  fireEvent.dragOver(window, { dataTransfer });
  expect(screen.getByText('Drop the file to see which keys are in it')).toBeTruthy();
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByRole('form', { name: 'warehouse' })).toBeTruthy();
  expect(bridge.inputs('import.readText')).toEqual([{ text: 'curl …' }]);
});
