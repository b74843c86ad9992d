import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SettingsView } from '#contract/view';
import { readLeadDays } from '../../renderer/src/features/settings/lead-days.ts';
import { done, failed } from './fake-bridge.ts';
import { key, settings, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

async function openSettings(given: Partial<SettingsView> = {}): Promise<Rendered> {
  const app = await renderApp({ keys: [key()], settings: settings(given) });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  return app;
}

test.each([
  ['30, 14, 7, 1', [30, 14, 7, 1]],
  ['1;7 7,30', [30, 7, 1]],
  ['', []],
  ['3650', [3650]],
  ['0', null],
  ['3651', null],
  ['7.5', null],
  ['a week', null],
  ['1 2 3 4 5 6 7 8 9 10 11', null],
])('days typed as %j', (text, days) => {
  expect(readLeadDays(text)).toEqual(days);
});

test('unused keys, the locked screen and the reminder are stored at once', async () => {
  const { user, bridge } = await openSettings();
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'Keys that nobody uses' }),
    'Keep them fresh, too',
  );
  await user.click(screen.getByRole('checkbox', { name: 'Renew tokens while the screen is locked' }));
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'Remind me to replace a key' }),
    'After 90 days',
  );
  expect(bridge.inputs('settings.update')).toEqual([
    { unusedAfterDays: null },
    { refreshWhileLocked: false },
    { rotateAfterDays: 90 },
  ]);
});

test('a number that is not among those offered is offered, too', async () => {
  await openSettings({ unusedAfterDays: 45 });
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Keys that nobody uses' });
  expect(select.selectedOptions[0]?.textContent).toBe('Pause after 45 days');
});

test('lead times are stored when they are left, sorted, and not at each digit', async () => {
  const { user, bridge } = await openSettings();
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Before a key expires' });
  await user.clear(input);
  await user.type(input, '7, 60');
  expect(bridge.inputs('settings.update')).toEqual([]);
  await user.tab();
  expect(bridge.inputs('settings.update')).toEqual([
    { noticeLeadDays: { exchanged: [60, 7], static: [30, 14, 7, 1] } },
  ]);
});

test('lead times that make no sense are told and not stored', async () => {
  const { user, bridge } = await openSettings();
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Before a static key expires' });
  await user.type(input, ', soon{Enter}');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const described = input.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described.split(' ')[0] ?? '')?.textContent).toContain('Enter whole days');
  expect(bridge.inputs('settings.update')).toEqual([]);
  await user.clear(input);
  await user.type(input, '2{Enter}');
  expect(input.hasAttribute('aria-invalid')).toBe(false);
  expect(bridge.inputs('settings.update')).toEqual([
    { noticeLeadDays: { exchanged: [30, 14, 7, 1], static: [2] } },
  ]);
});

test('what was typed is stored when Escape closes the settings; a failure then is a message', async () => {
  const { user, bridge } = await openSettings();
  let answer = (_: unknown): void => {};
  bridge.answer(
    'settings.update',
    () =>
      new Promise((resolve) => {
        answer = resolve as typeof answer;
      }),
  );
  await user.clear(screen.getByRole('textbox', { name: 'Before a key expires' }));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(bridge.inputs('settings.update')).toEqual([
    { noticeLeadDays: { exchanged: [], static: [30, 14, 7, 1] } },
  ]);
  await act(async () => answer(failed({ kind: 'settingsNotWritten' })));
  expect(screen.getByRole('alert').textContent).toContain('could not be written');
});

test('a setting that could not be stored goes back and says why', async () => {
  const { user, bridge } = await openSettings();
  bridge.answer('settings.update', () => failed({ kind: 'settingsNotWritten' }));
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: /screen is locked/ });
  await user.click(box);
  expect(box.checked).toBe(true);
  expect(screen.getByRole('dialog').textContent).toContain('could not be written');
});

test('quiet hours begin as a night, are changed, and end', async () => {
  const { user, bridge } = await openSettings();
  await user.click(screen.getByRole('checkbox', { name: 'Quiet hours' }));
  const night = { fromMinute: 1_320, toMinute: 420 };
  expect(bridge.inputs('settings.update')).toEqual([{ quietHours: night }]);
  const held = settings({ quietHours: night });
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()], settings: held })));
  const from = screen.getByLabelText<HTMLInputElement>('From');
  expect(from.value).toBe('22:00');
  expect(screen.getByRole('group', { name: 'Quiet hours' }).contains(from)).toBe(true);
  await user.clear(from);
  await user.type(from, '20:15');
  await user.tab();
  expect(bridge.inputs('settings.update').at(-1)).toEqual({
    quietHours: { fromMinute: 1_215, toMinute: 420 },
  });
  await user.click(screen.getByRole('checkbox', { name: 'Quiet hours' }));
  expect(bridge.inputs('settings.update').at(-1)).toEqual({ quietHours: null });
});

test('quiet hours from a time to itself are refused', async () => {
  const { user, bridge } = await openSettings({ quietHours: { fromMinute: 600, toMinute: 660 } });
  const to = screen.getByLabelText<HTMLInputElement>('to');
  await user.clear(to);
  await user.type(to, '10:00');
  await user.tab();
  expect(screen.getByText('Enter two different times.')).toBeTruthy();
  expect(bridge.inputs('settings.update')).toEqual([]);
});

test('the calendar is exported once, or kept in a file whose path is shown', async () => {
  const { user, bridge } = await openSettings();
  bridge.answer('calendar.export', () => done({ fileName: 'expiries.ics' }));
  await user.click(screen.getByRole('button', { name: 'Export…' }));
  expect(await screen.findByText('Exported to expiries.ics')).toBeTruthy();
  bridge.answer('calendar.keep', () => failed({ kind: 'cancelled' }));
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Keep a calendar file up to date' });
  await user.click(box);
  expect(bridge.inputs('calendar.keep')).toEqual([{ isKept: true }]);
  expect(box.checked).toBe(false);
  const kept = settings({ calendarFile: '/home/me/expiries.ics' });
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()], settings: kept })));
  expect(box.checked).toBe(true);
  expect(screen.getByText('/home/me/expiries.ics')).toBeTruthy();
  await user.click(box);
  expect(bridge.inputs('calendar.keep').at(-1)).toEqual({ isKept: false });
});
