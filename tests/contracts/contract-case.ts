/**
 * One rule that every adapter of a port keeps, real or stand-in. It throws when the rule is broken and needs no test
 * runner, so that the same rules run inside Electron.
 */
export interface ContractCase<Subject> {
  readonly rule: string;
  readonly check: (subject: Subject) => Promise<void>;
}
