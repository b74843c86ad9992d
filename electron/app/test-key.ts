import type { TestReport } from '#contract/calls';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { ExchangePorts } from './exchange-key.ts';

/** Runs every step of an exchange and the provider's test call, and tells what each one did. Nothing is stored. */
export declare function testKey(ports: ExchangePorts, preset: Preset, inputs: KeyInputs): Promise<TestReport>;
