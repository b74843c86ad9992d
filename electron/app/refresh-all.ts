import type { KeyId } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import type { AppState } from './app-state.ts';
import type { FreshToken } from './fresh-token.ts';

/** How many of the keys that are asked have answered. */
export interface RefreshProgress {
  readonly done: number;
  readonly all: number;
}

/** What became of the keys that were asked. */
export interface RefreshedAll {
  readonly renewed: number;
  readonly failed: number;
}

interface Needs {
  readonly state: AppState;
  readonly freshToken: FreshToken;
  readonly onProgress: (progress: RefreshProgress) => void;
}

/** Asks all providers for new tokens at the user's word. Whoever asks for the same meanwhile gets the same answer. */
export class RefreshAll {
  readonly #needs: Needs;
  #running: Promise<RefreshedAll> | null = null;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Asks for all keys that a provider may give a token for; joins requests in flight. */
  run(): Promise<RefreshedAll> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run(): Promise<RefreshedAll> {
    const { state, freshToken, onProgress } = this.#needs;
    const ids = [...state.value.keys.values()].filter(mayAnswer).map(({ key }) => key.id);
    let done = 0;
    const ask = async (id: KeyId) => {
      const { ok } = await freshToken.renew(id);
      done += 1;
      onProgress({ done, all: ids.length });
      return ok;
    };
    const answers = await Promise.all(ids.map(ask));
    const renewed = answers.filter((ok) => ok).length;
    return { renewed, failed: answers.length - renewed };
  }
}

/** Not a static key, which nobody is asked for, nor one that waits for the user. */
function mayAnswer({ isStatic, use, failure }: KeyState): boolean {
  return !isStatic && use.refusedAtMs === null && failure?.kind !== 'signInNeeded';
}
