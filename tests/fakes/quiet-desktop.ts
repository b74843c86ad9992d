import type { ConfirmPresence, IdleTime } from '#core/presence-port';
import type { SystemFacts, SystemHealth } from '#core/system-health-port';

/** How long nobody used the computer, as a test says. */
export class FakeIdle implements IdleTime {
  /** Null: the system does not tell. */
  ms: number | null = 0;

  idleMs(): number | null {
    return this.ms;
  }
}

/** A system with facts that a test sets. */
export class FakeSystemHealth implements SystemHealth {
  facts: SystemFacts = {
    files: 'private',
    fileName: '',
    memory: 'closed',
    coreDumps: 'off',
    sandbox: 'on',
    dangerousSwitches: [],
    runtime: 'installed',
    electronVersion: '1.2.3',
  };

  async look(): Promise<SystemFacts> {
    return this.facts;
  }
}

/** Ports of a desktop on which nothing happens; without a way to ask who is there. */
export function quietDesktop(): {
  readonly idle: FakeIdle;
  readonly presence: ConfirmPresence | null;
  readonly systemHealth: FakeSystemHealth;
} {
  return { idle: new FakeIdle(), presence: null, systemHealth: new FakeSystemHealth() };
}
