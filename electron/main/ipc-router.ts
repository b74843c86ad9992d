import { ipcMain } from 'electron';
import * as v from 'valibot';
import type { CallHandlers } from '#app/call-answers';
import type { CallName, callInputs } from '#contract/calls';
import { fail, type Result } from '#core/failure';
import type { Log } from '#core/ports';
import type { WindowController } from './window-controller.ts';

/**
 * The only door from the page to the app. In this order: the sender is our own page, the name is in the contract, the
 * input fits its schema; then the use case runs. Whatever goes wrong comes back as data, without a stack.
 */
export function routeCalls(
  inputs: typeof callInputs,
  handlers: CallHandlers,
  windows: Pick<WindowController, 'isOwnPage'>,
  log: Log,
): void {
  ipcMain.handle('keyfob:call', async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    // The frame must be read before anything is awaited: it is gone after a navigation.
    if (!windows.isOwnPage(event.sender, event.senderFrame)) {
      log.write('call.senderRefused');
      return fail('notAllowed');
    }
    if (typeof name !== 'string' || !Object.hasOwn(inputs, name)) {
      log.write('call.unknown');
      return fail('notAllowed');
    }
    const callName = name as CallName;
    const parsed = v.safeParse(inputs[callName], input);
    if (!parsed.success) {
      log.write('call.inputRefused', { name: callName });
      return fail('invalidInput', { field: fieldOf(parsed.issues[0]) });
    }
    try {
      return await (handlers[callName] as (value: unknown) => Promise<Result<unknown>>)(parsed.output);
    } catch (error) {
      // SECURITY: the message of an unexpected error may quote its input, so only its class is logged.
      log.write('call.threw', { name: callName, error: error instanceof Error ? error.name : typeof error });
      return fail('internal');
    }
  });
}

/** Last part of the path to the value that does not fit, such as `name` for `draft.name`. */
function fieldOf(issue: v.BaseIssue<unknown> | undefined): string {
  const key = issue?.path?.at(-1)?.key;
  return typeof key === 'string' ? key : 'input';
}
