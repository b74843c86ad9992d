import { ok } from '#core/failure';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';
import type { ShellActions } from './shell-actions.ts';

type ImportCall =
  | 'import.readClipboard'
  | 'import.readFile'
  | 'import.readText'
  | 'import.test'
  | 'import.commit'
  | 'import.cancel'
  | 'import.undo';

/** Calls of the import. What is read stays in the main process; the page sees it without secrets. */
export function importCalls({ imports }: App, shell: ShellActions): Pick<CallHandlers, ImportCall> {
  return {
    'import.readClipboard': async () => imports.read(await shell.readClipboard()),
    'import.readFile': async () => {
      const text = await shell.chooseFile();
      if (!text.ok) return text;
      return text.value === null ? ok(null) : imports.read(text.value);
    },
    'import.readText': ({ text }) => imports.read(text),
    'import.test': ({ importId, runId, item, allowedHosts }) =>
      imports.test(importId, runId, item, allowedHosts),
    'import.commit': ({ importId, items, allowedHosts }) => imports.commit(importId, items, allowedHosts),
    'import.cancel': async ({ importId }) => {
      imports.cancel(importId);
      return withoutValue(ok(undefined));
    },
    'import.undo': ({ importId }) => imports.undo(importId),
  };
}
