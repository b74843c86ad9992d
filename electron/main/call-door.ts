import type { WebContents, WebFrameMain } from 'electron';
import * as v from 'valibot';
import type { CallHandlers } from '#app/call-answers';
import type { CallName, callInputs } from '#contract/calls';
import { fail, type Result } from '#core/failure';
import type { Log } from '#core/ports';

/** Who knocks. */
export interface Caller {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

/** What the door is told of the page. */
export interface PageWatch {
  isOwnPage(contents: WebContents, frame: WebFrameMain | null): boolean;
  /** Whether the user pressed something in the window a moment ago; each press answers yes once. */
  takePress(): boolean;
  /** The page is about to show a secret, for so many milliseconds; null: for as long as it likes. */
  secretGiven(forMs: number | null): void;
}

/** What the door lets through. */
export interface Door {
  readonly inputs: typeof callInputs;
  readonly handlers: CallHandlers;
  readonly page: PageWatch;
  readonly log: Log;
  /** A secret was asked for without the user's hand. */
  readonly onRefusedReveal: () => void;
}

/**
 * SECURITY: their answers hold secrets, so a script that got into the page must not be able to make them. With each, how long
 * the page shows it, in milliseconds; null: until the user closes it.
 */
const secretCalls: ReadonlyMap<CallName, number | null> = new Map([
  ['keys.reveal', 30_000],
  ['vault.makeRecoveryCode', null],
]);

/**
 * The only door from the page to the app. In this order: the sender is our own page, the name is in the contract, the
 * input fits its schema, and what shows a secret was asked for by hand; then the use case runs. Whatever goes wrong comes back as
 * data, without a stack.
 */
export function callDoor(
  door: Door,
): (caller: Caller, name: unknown, input: unknown) => Promise<Result<unknown>> {
  const { page, log } = door;
  return async (caller, name, input) => {
    // The frame must be read before anything is awaited: it is gone after a navigation.
    if (!page.isOwnPage(caller.sender, caller.senderFrame)) {
      log.write('call.senderRefused');
      return fail('notAllowed');
    }
    if (typeof name !== 'string' || !Object.hasOwn(door.inputs, name)) {
      log.write('call.unknown');
      return fail('notAllowed');
    }
    const callName = name as CallName;
    try {
      return await pass(door, callName, input);
    } catch (error) {
      // SECURITY: the message of an unexpected error may quote its input, so only its class is logged.
      log.write('call.threw', { name: callName, error: error instanceof Error ? error.name : typeof error });
      return fail('internal');
    }
  };
}

async function pass(door: Door, name: CallName, input: unknown): Promise<Result<unknown>> {
  const parsed = v.safeParse(door.inputs[name], input);
  if (!parsed.success) {
    door.log.write('call.inputRefused', { name });
    return fail('invalidInput', { field: fieldOf(parsed.issues[0]) });
  }
  const showForMs = secretCalls.get(name);
  if (showForMs !== undefined && !door.page.takePress()) {
    door.log.write('call.notByHand', { name });
    door.onRefusedReveal();
    return fail('notAllowed', { reason: 'notByHand' });
  }
  const answer = await (door.handlers[name] as (value: unknown) => Promise<Result<unknown>>)(parsed.output);
  if (showForMs !== undefined && answer.ok) door.page.secretGiven(showForMs);
  return answer;
}

/** Last part of the path to the value that does not fit, such as `name` for `draft.name`. */
function fieldOf(issue: v.BaseIssue<unknown> | undefined): string {
  const key = issue?.path?.at(-1)?.key;
  return typeof key === 'string' ? key : 'input';
}
