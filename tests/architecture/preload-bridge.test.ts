import { expect, it, vi } from 'vitest';
import type { KeyfobBridge } from '#contract/calls';

type Forward = (event: unknown, payload: unknown) => void;

const electron = vi.hoisted(() => {
  const listeners = new Map<string, Forward>();
  const ipcRenderer = {
    invoke: (...told: unknown[]) => Promise.resolve(told),
    // As in Node and Electron, both answer with the emitter itself.
    on(channel: string, forward: Forward) {
      listeners.set(channel, forward);
      return ipcRenderer;
    },
    removeListener(channel: string, forward: Forward) {
      if (listeners.get(channel) === forward) listeners.delete(channel);
      return ipcRenderer;
    },
  };
  const exposed: Record<string, unknown> = {};
  const contextBridge = {
    exposeInMainWorld: (name: string, value: unknown) => {
      exposed[name] = value;
    },
  };
  return { listeners, exposed, module: { contextBridge, ipcRenderer } };
});
vi.mock('electron', () => electron.module);

it('gives the page payloads and nothing of Electron', async () => {
  await import('../../electron/preload/index.ts');
  expect(Object.keys(electron.exposed)).toEqual(['keyfob']);
  const bridge = electron.exposed['keyfob'] as KeyfobBridge;
  expect(Object.keys(bridge).sort()).toEqual(['call', 'on']);

  const heard: unknown[][] = [];
  const stop = bridge.on('showKey', (...given) => heard.push(given));
  electron.listeners.get('keyfob:showKey')?.({ sender: electron.module.ipcRenderer }, { keyId: 'k' });
  expect(heard).toEqual([[{ keyId: 'k' }]]);

  expect(stop()).toBeUndefined();
  expect([...electron.listeners]).toEqual([]);
});
