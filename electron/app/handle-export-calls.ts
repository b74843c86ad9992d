import { ok } from '#core/failure';
import { Secret } from '#core/secret';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';
import type { ShellActions } from './shell-actions.ts';

type ExportCall =
  | 'export.save'
  | 'export.savePlain'
  | 'export.open'
  | 'export.preview'
  | 'export.restore'
  | 'export.cancel'
  | 'export.undo';

/** Calls of export and restore. Paths come from dialogs of the system, and what a file holds stays in the main process. */
export function exportCalls({ exports, restores }: App, shell: ShellActions): Pick<CallHandlers, ExportCall> {
  return {
    'export.save': ({ passphrase }) => exports.save(new Secret(passphrase), shell.chooseNewFile),
    'export.savePlain': ({ typed }) => exports.savePlain(typed, shell.chooseNewFile),
    'export.open': async () => {
      const file = await shell.chooseExport();
      if (!file.ok) return file;
      return file.value === null ? ok(null) : restores.open(file.value);
    },
    'export.preview': ({ exportId, passphrase }) => restores.preview(exportId, new Secret(passphrase)),
    'export.restore': ({ exportId, how }) => restores.restore(exportId, how),
    'export.cancel': async ({ exportId }) => {
      restores.cancel(exportId);
      return withoutValue(ok(undefined));
    },
    'export.undo': async ({ exportId }) => withoutValue(await restores.undo(exportId)),
  };
}
