import { type HealthItemView, type HealthView, healthSubjects } from '#contract/health-view';
import type { Result } from '#core/failure';
import type { Clock } from '#core/ports';
import type { SystemHealth } from '#core/system-health-port';
import type { VaultAccess } from '#core/vault-access';
import type { AppState } from './app-state.ts';
import type { ClipboardTested } from './clipboard-test.ts';
import type { CopyToken } from './copy-token.ts';
import { backupItem, clipboardItem, notificationItem, systemItems, vaultItems } from './health-items.ts';

interface Needs {
  readonly state: AppState;
  readonly access: VaultAccess;
  readonly copy: CopyToken;
  readonly system: SystemHealth;
  readonly clock: Clock;
}

/** How each protection stands: found out when it is asked for, not assumed. */
export class Health {
  readonly #needs: Needs;
  #clipboard: Result<ClipboardTested> | null = null;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  async read(): Promise<HealthView> {
    const { state, access, system, clock } = this.#needs;
    const [facts, backups] = await Promise.all([system.look(), access.backups()]);
    const { value } = state;
    const found: readonly HealthItemView[] = [
      ...vaultItems(value),
      backupItem(backups, value, clock.nowMs()),
      clipboardItem(this.#clipboard),
      notificationItem(value.inbox.notifications),
      ...systemItems(facts),
    ];
    return { items: healthSubjects.flatMap((subject) => found.filter((item) => item.subject === subject)) };
  }

  /** Tries the clipboard out and remembers how it went. What was on it is gone. */
  async testClipboard(): Promise<Result<ClipboardTested>> {
    const tested = await this.#needs.copy.test();
    this.#clipboard = tested;
    return tested;
  }
}
