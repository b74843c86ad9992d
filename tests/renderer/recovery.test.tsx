import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { RestorePreview } from '#contract/restore-view';
import { sizeWords } from '#contract/words/restore-words';
import { done, type FakeBridge, failed } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { fill, type Rendered, renderApp } from './render-app.tsx';

const press = (app: Rendered, name: string | RegExp) => app.user.click(screen.getByRole('button', { name }));

async function fromSettings(name: string, prepare?: (bridge: FakeBridge) => void): Promise<Rendered> {
  const app = await renderApp({ keys: [key()] }, prepare);
  await press(app, 'Settings');
  await app.user.click(within(screen.getByRole('dialog')).getByRole('button', { name }));
  return app;
}

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_500, '1.5 kB'],
  [90_112, '90 kB'],
  [999_600, '1.0 MB'],
  [64_000_000, '64 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test('an older vault stays marked until the user says that it is right', async () => {
  const vault = { state: 'osProtected', detail: '', slots: ['os'], isOlder: true } as const;
  const app = await renderApp({ keys: [key()], vault });
  const note = within(screen.getByRole('region', { name: 'This vault' }));
  expect(note.getByText(/older than the one that was open last/)).toBeTruthy();
  await press(app, 'Keep this one');
  expect(app.bridge.inputs('vault.acceptOlder').length).toBe(1);
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()] })));
  expect(screen.queryByRole('region', { name: 'This vault' })).toBeNull();
});

test('that a backup is in use can be dismissed', async () => {
  const vault = { state: 'osProtected', detail: '', slots: ['os'], isFromBackup: true } as const;
  const app = await renderApp({ keys: [key()], vault });
  expect(screen.getByText(/its newest backup is in use/)).toBeTruthy();
  await press(app, 'Dismiss message');
  expect(screen.queryByText(/its newest backup is in use/)).toBeNull();
});

test('that the key of the vault is worn leads to the question that names what is lost', async () => {
  const vault = { state: 'osProtected', detail: '', slots: ['os', 'recovery'], isKeyWorn: true } as const;
  const app = await renderApp({ keys: [key()], vault });
  expect(screen.getByText(/did not renew it by itself/)).toBeTruthy();
  await press(app, 'Renew the key…');
  expect(screen.getByText(/then opens this vault no more/)).toBeTruthy();
});

test('the clipboard can be cleared before its time', async () => {
  const app = await renderApp({
    keys: [key()],
    clipboard: { keyId: 'id-prod', clearsAtMs: Date.now() + 20_000 },
  });
  await press(app, 'Clear the clipboard now');
  expect(app.bridge.inputs('clipboard.clear').length).toBe(1);
});

test('an export needs a passphrase twice, and tells where it went', async () => {
  const app = await fromSettings('Export keys…', (fake) =>
    fake.answer('export.save', () => done({ fileName: 'keys.age' })),
  );
  await fill(app.user, screen.getByLabelText('Passphrase of the file'), 'tulip anvil orbit');
  await press(app, 'Export…');
  expect(app.bridge.inputs('export.save')).toEqual([]);
  await fill(app.user, screen.getByLabelText('The same again'), 'tulip anvil orbit{Enter}');
  expect(app.bridge.inputs('export.save')).toEqual([{ passphrase: 'tulip anvil orbit' }]);
  expect(await screen.findByText('Exported to keys.age')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('whoever chooses no file stays in the export', async () => {
  const app = await fromSettings('Export keys…');
  await fill(app.user, screen.getByLabelText('Passphrase of the file'), 'tulip anvil orbit');
  await fill(app.user, screen.getByLabelText('The same again'), 'tulip anvil orbit{Enter}');
  await waitFor(() => expect(app.bridge.inputs('export.save').length).toBe(1));
  expect(screen.getByRole('dialog', { name: 'Export keys' })).toBeTruthy();
});

test('an export that asks who is there goes on once that is shown', async () => {
  let isConfirmed = false;
  const app = await fromSettings('Export keys…', (fake) => {
    fake.answer('export.save', () =>
      isConfirmed ? done({ fileName: 'keys.age' }) : failed({ kind: 'notAllowed', reason: 'confirmFirst' }),
    );
    fake.answer('vault.confirm', () => {
      isConfirmed = true;
      return done({});
    });
  });
  await fill(app.user, screen.getByLabelText('Passphrase of the file'), 'tulip anvil orbit');
  await fill(app.user, screen.getByLabelText('The same again'), 'tulip anvil orbit{Enter}');
  await screen.findByRole('dialog', { name: 'Confirm that it is you' });
  await fill(app.user, screen.getByLabelText('Passphrase'), 'the vault’s own{Enter}');
  expect(await screen.findByText('Exported to keys.age')).toBeTruthy();
  expect(app.bridge.inputs('export.save').length).toBe(2);
});

test('an export without protection asks for words that nobody types by chance', async () => {
  const app = await fromSettings('Export keys…');
  await press(app, 'Without protection…');
  await fill(app.user, screen.getByLabelText(/^Type/), 'Not protected{Enter}');
  expect(app.bridge.inputs('export.savePlain')).toEqual([]);
  await app.user.clear(screen.getByLabelText(/^Type/));
  await fill(app.user, screen.getByLabelText(/^Type/), 'not protected{Enter}');
  expect(app.bridge.inputs('export.savePlain')).toEqual([{ typed: 'not protected' }]);
});

const preview: RestorePreview = {
  exportedAtMs: Date.now(),
  rows: [
    { name: 'a', providerName: 'DataOS', what: 'new' },
    { name: 'b', providerName: 'DataOS', what: 'older' },
  ],
  onlyHere: ['gone-soon'],
};
const chosen = { exportId: 'e1', fileName: 'keys.age', isEncrypted: true };

async function openFile(given: RestorePreview = preview): Promise<Rendered> {
  const app = await fromSettings('Restore keys…', (fake) => {
    fake.answer('export.open', () => done(chosen));
    fake.answer('export.preview', ({ passphrase }) =>
      passphrase === 'right'
        ? done(given)
        : failed({ kind: 'invalidInput', field: 'File', reason: 'wrongPassphrase' }),
    );
    fake.answer('export.restore', () => done({ added: 1, replaced: 0 }));
  });
  await press(app, 'Choose file…');
  await fill(app.user, await screen.findByLabelText('Passphrase of the file'), 'wrong{Enter}');
  await within(screen.getByRole('dialog')).findByText(/cannot be opened with this passphrase/);
  const field = screen.getByLabelText<HTMLInputElement>('Passphrase of the file');
  expect(field.value).toBe('');
  await fill(app.user, field, 'right{Enter}');
  await within(screen.getByRole('dialog')).findByRole('table');
  return app;
}

test('keys are added and updated after a look at them, and that can be undone', async () => {
  const app = await openFile();
  const rows = within(screen.getByRole('dialog')).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('New');
  expect(rows[2]?.textContent).toContain('Older in the file');
  await press(app, 'Restore');
  expect(app.bridge.inputs('export.restore')).toEqual([{ exportId: 'e1', how: 'merge' }]);
  await app.user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(app.bridge.inputs('export.undo')).toEqual([{ exportId: 'e1' }]);
  expect(app.bridge.inputs('export.cancel')).toEqual([]);
});

test('replacing all names what it deletes, and begins at Cancel', async () => {
  const app = await openFile();
  await app.user.click(screen.getByRole('radio', { name: 'Replace all' }));
  await press(app, 'Replace all…');
  const question = within(screen.getByRole('alertdialog', { name: 'Replace all keys and delete 1 key?' }));
  expect(question.getByText('gone-soon')).toBeTruthy();
  expect(document.activeElement).toBe(question.getByRole('button', { name: 'Cancel' }));
  expect(app.bridge.inputs('export.restore')).toEqual([]);
  await press(app, 'Replace all keys');
  expect(app.bridge.inputs('export.restore')).toEqual([{ exportId: 'e1', how: 'replace' }]);
});

test('a file with nothing new is not merged, and is forgotten with the dialog', async () => {
  const app = await openFile({ ...preview, rows: [{ name: 'a', providerName: 'x', what: 'same' }] });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Restore' }).disabled).toBe(true);
  await press(app, 'Cancel');
  await waitFor(() => expect(app.bridge.inputs('export.cancel')).toEqual([{ exportId: 'e1' }]));
});

test('each protection has its state in words; a button mends it, and all is looked at again', async () => {
  const app = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('health.read', () =>
      done({
        items: [
          {
            subject: 'protection',
            state: 'notice',
            detail: 'keyring',
            fact: 'kwallet',
            fix: 'setPassphrase',
          },
          { subject: 'files', state: 'bad', detail: 'open', fact: 'vault.db', fix: null },
          { subject: 'clipboard', state: 'unknown', detail: 'notTested', fact: '', fix: 'testClipboard' },
        ],
      }),
    ),
  );
  await press(app, 'Health…');
  const items = await screen.findAllByRole('listitem');
  expect(items.map((item) => item.querySelector('h3')?.textContent)).toEqual([
    'Protection of the vault · Could be better',
    'Files of the vault · Not protected',
    'Clipboard · Not known',
  ]);
  expect(screen.getByText(/^1 protection does not hold/)).toBeTruthy();
  await press(app, 'Test clipboard');
  expect(await screen.findByText(/The clipboard passed/)).toBeTruthy();
  await waitFor(() => expect(app.bridge.inputs('health.read').length).toBe(2));
  await press(app, 'Set a passphrase…');
  expect(screen.getByRole('dialog', { name: 'Set a passphrase' })).toBeTruthy();
});
