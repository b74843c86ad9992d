import { createContext, use } from 'react';
import type { KeyfobBridge } from '#contract/calls';
import { createModalStack, type ModalStack } from './modal-stack.ts';
import { createShownKeyStore, type ShownKeyStore } from './shown-key.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts';
import { createToastStore, type ToastStore } from './toast-store.ts';

/** What the page's features work with. */
export interface Services {
  readonly bridge: KeyfobBridge;
  readonly snapshots: SnapshotStore;
  readonly shownKey: ShownKeyStore;
  readonly toasts: ToastStore;
  readonly modals: ModalStack;
}

/** Builds the services over a bridge: the real one, or a test's. */
export function createServices(bridge: KeyfobBridge): Services {
  return {
    bridge,
    snapshots: createSnapshotStore(bridge),
    shownKey: createShownKeyStore(bridge),
    toasts: createToastStore(),
    modals: createModalStack(),
  };
}

/** Carries the services to the features. */
export const ServicesContext = createContext<Services | null>(null);

/** The services of the surrounding app. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('useServices outside of ServicesContext');
  return services;
}
