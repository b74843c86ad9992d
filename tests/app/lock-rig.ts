import { callHandlers } from '#app/handle-calls';
import type { CallInput, CallName, CallValues } from '#contract/calls';
import type { Result } from '#core/failure';
import type { ConfirmPresence } from '#core/presence-port';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { MemoryVault } from '../simulation/memory-vault.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

/** The app over a vault whose ways in a test can see and set. */
export interface LockRig {
  readonly keyfob: KeyfobInMemory;
  readonly vault: MemoryVault;
  /** What the page would send. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallValues[N]>>;
}

/** The passphrase of a vault that is started with one. */
export const passphrase = 'correct horse battery';

/** @param withPassphrase whether the vault has one, besides the keyring */
export async function startWithLock(withPassphrase = true, presence?: ConfirmPresence): Promise<LockRig> {
  const vault = new MemoryVault();
  if (withPassphrase) vault.passphrase = passphrase;
  const keyfob = await KeyfobInMemory.start({
    vault: () => vault,
    ...(presence === undefined ? {} : { presence }),
  });
  return { keyfob, vault, call: callsOf(keyfob) };
}

/** Calls of the page to an app. */
export function callsOf(keyfob: KeyfobInMemory): LockRig['call'] {
  const handlers = callHandlers(keyfob.app, new MemoryShell());
  return (name, input) =>
    (handlers[name] as (value: unknown) => Promise<never>)(input) as ReturnType<LockRig['call']> as never;
}

/** Tries to unlock. */
export function unlockWith(rig: LockRig, secret = passphrase, way: 'passphrase' | 'recovery' = 'passphrase') {
  return rig.call('vault.unlock', { with: way, secret });
}

/** Makes an operation wait until what is returned is called. */
export function holdUp<N extends string>(
  on: { readonly [name in N]: (...given: never[]) => Promise<unknown> },
  name: N,
): () => void {
  const work = on[name].bind(on) as (...given: unknown[]) => Promise<unknown>;
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  Object.assign(on, { [name]: (...given: unknown[]) => gate.then(() => work(...given)) });
  return goOn;
}

/** A key whose refresh token a renewal sends and replaces. */
export const signedIn = {
  presetId: 'oauth2-refresh-token',
  fields: {
    tokenUrl: 'https://id.example/token',
    clientId: 'c',
    clientAuthentication: 'public',
    refreshToken: 'r1',
  },
};
