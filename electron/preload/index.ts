import { contextBridge, ipcRenderer } from 'electron';
import type { KeyfobBridge } from '#contract/calls';

/** Everything the page can do. Main checks sender, name and input of each call again. */
const bridge: KeyfobBridge = {
  call: (name, input) => ipcRenderer.invoke('keyfob:call', name, input),
  on: (event, listener) => {
    // Neither the IPC event object nor removeListener's answer is passed on: both would give the page ipcRenderer.
    const forward = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(`keyfob:${event}`, forward);
    return () => {
      ipcRenderer.removeListener(`keyfob:${event}`, forward);
    };
  },
};

contextBridge.exposeInMainWorld('keyfob', bridge);
