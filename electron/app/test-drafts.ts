import type { KeyDraft } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import type { ApiKey, KeyId } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { mayBeUsedUp } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { ApproveCommand } from './approve-command.ts';
import type { Exchanged, ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import { type RefreshTokens, refreshField } from './refresh-tokens.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import { sourceKeys, sourceTokens } from './source-keys.ts';
import { testKey } from './test-key.ts';
import { usablePreset } from './usable-preset.ts';

type Secrets = Readonly<Record<string, Secret>>;

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly keys: ManageKeys;
  readonly freshToken: FreshToken;
  readonly approve: ApproveCommand;
  readonly refreshTokens: RefreshTokens;
  readonly renewed: RenewedSecrets;
  readonly ports: ExchangePorts;
  readonly onProgress: (runId: string, steps: readonly TestStep[]) => void;
}

/** What a form holds, ready for an exchange. */
export interface DraftInputs {
  readonly preset: Preset;
  readonly inputs: KeyInputs;
}

/** Tests what a form holds before it is stored. Each run has an id, by which it can be stopped. */
export class TestDrafts {
  readonly #needs: Needs;
  readonly #running = new Map<string, AbortController>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /**
   * Runs every step of an exchange and the test call with what the form holds; stores nothing but a refresh token that took
   * the place of a stored one.
   *
   * @param unstored a preset that is only about to be added
   */
  async run(
    runId: string,
    id: KeyId | null,
    draft: KeyDraft,
    unstored?: Preset,
  ): Promise<Result<TestReport>> {
    const { ports, onProgress } = this.#needs;
    const stop = new AbortController();
    this.#running.set(runId, stop);
    try {
      return await this.withDraft(
        id,
        draft,
        async ({ preset, inputs }) =>
          ok(
            await testKey(ports, preset, inputs, {
              signal: stop.signal,
              onProgress: (steps) => onProgress(runId, steps),
              around: (ask) => this.exchange(id, { preset, inputs }, ask),
            }),
          ),
        unstored,
      );
    } finally {
      this.#running.delete(runId);
    }
  }

  /**
   * Checks what a form holds and works with it, in turn with whoever sends the same refresh token: the key that it edits,
   * another test, or what is just saved.
   */
  withDraft<T>(
    id: KeyId | null,
    draft: KeyDraft,
    work: (drafted: DraftInputs) => Promise<Result<T>>,
    unstored?: Preset,
  ): Promise<Result<T>> {
    const { state, refreshTokens } = this.#needs;
    const key = id === null ? undefined : state.value.keys.get(id)?.key;
    const preset = unstored ?? state.preset(key?.presetId ?? draft.presetId);
    const checked = () =>
      refreshTokens.inTurnOf(preset, draft, async () => {
        const drafted = await this.#inputsOf(id, draft, unstored);
        return drafted.ok ? work(drafted.value) : drafted;
      });
    if (key === undefined || refreshField(preset) === undefined) return checked();
    return refreshTokens.inTurn(key.id, checked);
  }

  /**
   * One exchange of a draft. What it does to a stored refresh token counts as if the key itself had asked; what it does to
   * one that is only entered is remembered until that is saved.
   */
  async exchange(
    id: KeyId | null,
    { preset, inputs: { secrets } }: DraftInputs,
    ask: () => Promise<Result<Exchanged>>,
  ): Promise<Result<Exchanged>> {
    const { refreshTokens, renewed, ports } = this.#needs;
    const refreshToken = secrets[refreshField(preset) ?? ''];
    const sentAtMs = ports.clock.nowMs();
    const answer = id === null ? await ask() : await refreshTokens.exchange(id, secrets, null, ask);
    if (answer.ok) renewed.add(secrets, answer.value.renewedSecrets, 'form');
    else if (refreshToken !== undefined && mayBeUsedUp(answer.failure))
      renewed.doubt(refreshToken, sentAtMs, 'form');
    return answer;
  }

  /** Stops a run; nothing happens when it is over. */
  cancel(runId: string): void {
    this.#running.get(runId)?.abort();
  }

  /** Stops all runs. */
  stop(): void {
    for (const run of this.#running.values()) run.abort();
  }

  /** What a form holds, with the stored secrets of the key that it edits and the tokens of keys that it draws from. */
  async #inputsOf(id: KeyId | null, draft: KeyDraft, unstored?: Preset): Promise<Result<DraftInputs>> {
    const { state, keys, approve, freshToken, ports } = this.#needs;
    const edited = id === null ? null : (state.value.keys.get(id)?.key ?? null);
    const checked = keys.check(draft, edited, unstored);
    if (!checked.ok) return checked;
    const { preset, fields, secrets, keepsStored, extraCaPem } = checked.value;
    // Tokens of other keys and what a program prints are secrets too, though none of them is stored with this key.
    const usable = edited === null ? ok(preset) : usablePreset(edited, preset);
    if (!usable.ok) return usable;
    const kept = edited !== null && keepsStored ? await this.#keptSecrets(edited, secrets) : ok({});
    if (!kept.ok) return kept;
    // Nobody is asked about a program that will not be run: the test then says that commands are not allowed.
    const command = ports.areCommandsAllowed() ? await approve.approve(preset, fields, edited) : ok(null);
    if (!command.ok) return command;
    const sources = sourceKeys(preset, fields);
    const tokens = await sourceTokens(sources, state.value.keys, (key) => freshToken.handOut(key, 'person'));
    if (!tokens.ok) return tokens;
    const inputs = {
      fields,
      secrets: { ...kept.value, ...secrets, ...tokens.value },
      extraCaPem,
      keyExpiresAtMs: draft.keyExpiresAtMs,
      approvedCommand: command.value,
    };
    return ok({ preset, inputs });
  }

  /** Stored secrets that were not entered anew. */
  async #keptSecrets(key: ApiKey, entered: Secrets): Promise<Result<Secrets>> {
    const settled = await this.#needs.refreshTokens.settle(key.id);
    if (!settled.ok) return settled;
    const stored = await this.#needs.storage.readSecrets(key.id);
    if (!stored.ok) return stored;
    const kept = Object.entries(stored.value).filter(([field]) => entered[field] === undefined);
    return ok(Object.fromEntries(kept));
  }
}
