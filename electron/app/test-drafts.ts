import type { KeyDraft } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import type { KeyId } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { AppState } from './app-state.ts';
import type { ApproveCommand } from './approve-command.ts';
import type { Exchanged, ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import { sourceKeys, sourceTokens } from './source-keys.ts';
import { testKey } from './test-key.ts';
import { usablePreset } from './usable-preset.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly keys: ManageKeys;
  readonly freshToken: FreshToken;
  readonly approve: ApproveCommand;
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

  /** Runs every step of an exchange and the test call with what the form holds; stores nothing. */
  async run(runId: string, id: KeyId | null, draft: KeyDraft): Promise<Result<TestReport>> {
    const drafted = await this.inputsOf(id, draft);
    return drafted.ok ? ok(await this.test(runId, id, drafted.value)) : drafted;
  }

  /** Tests inputs that were checked. */
  async test(runId: string, id: KeyId | null, { preset, inputs }: DraftInputs): Promise<TestReport> {
    const { ports, onProgress } = this.#needs;
    const stop = new AbortController();
    this.#running.set(runId, stop);
    try {
      return await testKey(ports, preset, inputs, {
        signal: stop.signal,
        onProgress: (steps) => onProgress(runId, steps),
        keep: (renewed) => this.keepRenewed(id, inputs, renewed),
      });
    } finally {
      this.#running.delete(runId);
    }
  }

  /** Keeps secrets that an exchange of a draft renewed: the old ones are used up. */
  async keepRenewed(
    id: KeyId | null,
    inputs: KeyInputs,
    renewed: Exchanged['renewedSecrets'],
  ): Promise<void> {
    if (Object.keys(renewed).length === 0) return;
    if (id !== null) await this.#needs.storage.renewSecrets(id, inputs.secrets, renewed);
    this.#needs.renewed.add(inputs.secrets, renewed);
  }

  /** Stops a run; nothing happens when it is over. */
  cancel(runId: string): void {
    this.#running.get(runId)?.abort();
  }

  /**
   * What a form holds, with the stored secrets of the key that it edits and the tokens of keys that it draws from.
   *
   * @param unstored a preset that is only about to be added
   */
  async inputsOf(id: KeyId | null, draft: KeyDraft, unstored?: Preset): Promise<Result<DraftInputs>> {
    const { state, storage, keys, approve, freshToken } = this.#needs;
    const edited = id === null ? null : (state.value.keys.get(id)?.key ?? null);
    const checked = keys.check(draft, edited, unstored);
    if (!checked.ok) return checked;
    const { preset, fields, secrets, extraCaPem } = checked.value;
    const keepsSecrets = edited?.secretFieldIds.some((field) => secrets[field] === undefined) ?? false;
    const usable = edited !== null && keepsSecrets ? usablePreset(edited, preset) : ok(preset);
    if (!usable.ok) return usable;
    const kept = edited === null ? ok({}) : await storage.readSecrets(edited.id);
    if (!kept.ok) return kept;
    const command = await approve.approve(preset, fields, edited?.approvedCommand ?? null);
    if (!command.ok) return command;
    const sources = sourceKeys(preset, fields);
    const tokens = await sourceTokens(sources, state.value.keys, (key) => freshToken.handOut(key));
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
}
