import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallValues } from '#contract/calls';
import { done, failed } from './fake-bridge.ts';
import { day, key } from './key-fixtures.ts';
import { openAdd } from './open-add-form.tsx';
import { choose, renderApp } from './render-app.tsx';

type Inspected = CallValues['certificates.inspect']['certificates'][number];

const area = () => screen.getByLabelText<HTMLTextAreaElement>(/^Extra CA certificates/);
const enter = (text: string) => fireEvent.input(area(), { target: { value: text } });
const authority = (given: Partial<Inspected> = {}): Inspected => ({
  subject: 'CN=Root',
  issuer: 'CN=Root',
  validFromMs: Date.now() - 400 * day,
  validToMs: Date.now() + 400 * day,
  fingerprintSha256: 'AA:BB',
  isAuthority: true,
  ...given,
});

test('entered certificates say whose they are, until when they hold and what is wrong with them', async () => {
  const server = authority({
    subject: 'CN=server',
    issuer: 'CN=Inner',
    fingerprintSha256: 'CC:DD',
    isAuthority: false,
    validToMs: Date.UTC(2024, 0, 2, 12),
  });
  const app = await openAdd('IBM Hyper Protect', (fake) =>
    fake.answer('certificates.inspect', () => done({ certificates: [authority(), server] })),
  );
  enter('first');
  enter('-----BEGIN');
  await screen.findByText('2 certificates read');
  expect(app.bridge.inputs('certificates.inspect')).toEqual([{ pem: '-----BEGIN' }]);
  const item = (subject: string) => screen.getByText(subject).closest('li')?.textContent;
  expect(item('CN=Root')).toContain('Issued by itself');
  expect(item('CN=Root')).toContain('AA:BB');
  expect(item('CN=Root')).not.toMatch(/expired|authority/);
  expect(item('CN=server')).toContain('It expired on 2 Jan 2024');
  expect(item('CN=server')).toContain('It is no authority’s');
  enter('');
  await waitFor(() => expect(screen.queryByText('CN=Root')).toBeNull());
});

test('what is no PEM is told at the field before saving', async () => {
  await openAdd('IBM Hyper Protect', (fake) =>
    fake.answer('certificates.inspect', () =>
      failed({ kind: 'invalidInput', field: 'extraCaPem', reason: 'notPem' }),
    ),
  );
  enter('nonsense');
  await screen.findByText(/^Extra CA certificates holds no PEM certificate/);
  expect(area().getAttribute('aria-invalid')).toBe('true');
});

test('certificates of a stored key are shown when it is edited', async () => {
  const stored = key({ extraCaPem: 'stored pem' });
  const app = await renderApp({ keys: [stored] }, (fake) =>
    fake.answer('certificates.inspect', () => done({ certificates: [authority()] })),
  );
  await choose(app.user, 'prod', 'Edit…');
  await screen.findByText('CN=Root');
  expect(app.bridge.inputs('certificates.inspect')).toEqual([{ pem: 'stored pem' }]);
});
