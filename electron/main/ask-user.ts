import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { AskUser } from '#app/approve-command';

/** Questions in a dialog of the system: the page can neither show nor answer one. No is the default. */
export function askUser(window: () => BrowserWindow | null): AskUser {
  return async ({ title, detail, yes }) => {
    const options: MessageBoxOptions = {
      type: 'question',
      title: 'Keyfob',
      message: title,
      detail,
      buttons: ['Cancel', yes],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const owner = window();
    const answer = await (owner === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(owner, options));
    return answer.response === 1;
  };
}
