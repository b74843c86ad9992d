import type { Locator } from 'playwright-core';
import { type KeyfobWindow, plainText } from './keyfob-window.ts';

/** The import as a person uses it: what was found, where it may go, and the button that stores it. */
export class ImportDialog {
  readonly window: KeyfobWindow;

  constructor(window: KeyfobWindow) {
    this.window = window;
  }

  /** "Paste what you have" of the gallery: the main process reads the clipboard. */
  async pasteFromGallery(): Promise<void> {
    await this.window.openGallery();
    await this.window.dialog.getByRole('button', { name: 'Paste what you have' }).click();
    await this.rows.first().waitFor();
  }

  /** A key that was found. */
  row(name: string): Locator {
    return this.window.dialog.getByRole('form', { name, exact: true });
  }

  get rows(): Locator {
    return this.window.dialog.getByRole('checkbox', { name: /^Import / });
  }

  /** Agrees that keys are sent to a host. */
  async allow(host: string): Promise<void> {
    await this.window.dialog
      .getByRole('group', { name: 'Keys will be sent to' })
      .getByRole('checkbox', { name: host })
      .check();
  }

  get importButton(): Locator {
    return this.window.dialog.getByRole('button', { name: /^Import \d+ keys?$/ });
  }

  /** Tests a row and gives the verdict. */
  async test(name: string): Promise<string> {
    const row = this.row(name);
    await row.getByRole('button', { name: /^Test / }).click();
    const verdict = row.getByRole('region', { name: 'Test' }).getByRole('status');
    await verdict.getByText(/It works|The test failed/).waitFor({ timeout: 40_000 });
    return plainText(verdict);
  }

  /** Stores what is selected and waits until the dialog is gone. */
  async confirm(): Promise<void> {
    await this.importButton.click();
    await this.window.dialog.waitFor({ state: 'detached' });
  }
}
