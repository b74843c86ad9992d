import { createRoot } from 'react-dom/client';
import type { KeyView } from '#contract/view';
import { App } from '../../../renderer/src/App.tsx';
import { createServices } from '../../../renderer/src/state/services.ts';
import { createFakeBridge, done, failed } from '../fake-bridge.ts';
import '../../../renderer/src/styles/tokens.css';
import '../../../renderer/src/styles/base.css';
import { activityPage } from '../upkeep-fixtures.ts';
import { answerForms } from './form-answers.ts';
import { galleryStates } from './states.ts';
import { galleryBackups, galleryHealth, galleryPreview, trustStates } from './trust-states.ts';
import { activityLog, upkeepStates } from './upkeep-states.ts';

const wanted = new URLSearchParams(location.search);
const build = { ...galleryStates, ...upkeepStates, ...trustStates }[wanted.get('state') ?? 'six'];
if (build === undefined) throw new Error('no such state');
let current = build();
const bridge = createFakeBridge(current);

function push(change: Partial<typeof current>): void {
  current = { ...current, ...change, revision: current.revision + 1 };
  bridge.emit('snapshot', current);
}
function changeKeys(change: (key: KeyView) => KeyView | null): void {
  push({ keys: current.keys.map(change).filter((key) => key !== null) });
}

bridge.answer('app.snapshot', () => done(current));
bridge.answer('settings.update', (change) => {
  push({ settings: { ...current.settings, ...change } });
  return done({});
});
bridge.answer('keys.delete', ({ keyId }) => {
  changeKeys((key) => (key.id === keyId ? null : key));
  return done({});
});
bridge.answer('keys.setDefault', ({ keyId }) => {
  changeKeys((key) => ({ ...key, isDefault: key.id === keyId }));
  return done({});
});
bridge.answer('keys.reveal', () =>
  done({ secret: 'uW3v-9hQ2x_Tf7LrB0mZkE5sYpN8aJc4GdXo1RiVq6tMhUwKyP', hideAtMs: Date.now() + 30_000 }),
);
bridge.answer('keys.add', ({ name }) =>
  current.keys.some((key) => key.name === name)
    ? failed({ kind: 'nameTaken', field: 'name' })
    : done({ keyId: 'new' }),
);
bridge.answer('activity.list', (query) => done(activityPage(activityLog, query)));
bridge.answer('vault.listBackups', () => done({ backups: galleryBackups }));
bridge.answer('health.read', () => done({ items: galleryHealth }));
bridge.answer('export.preview', () => done(galleryPreview));
answerForms(bridge);
bridge.answer('settings.allowCommands', ({ allowed }) => {
  push({ settings: { ...current.settings, commandsAllowed: allowed } });
  return done({});
});
Object.assign(window, { bridge });

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App services={createServices(bridge)} />);
