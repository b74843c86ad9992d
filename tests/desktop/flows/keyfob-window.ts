import type { Locator, Page } from 'playwright-core';
import type { KeyToAdd } from './six-keys.ts';

const dayMs = 86_400_000;

/** What is entered into the add form. */
export type KeyEntries = Omit<KeyToAdd, 'serviceId' | 'secrets'>;

/** Keyfob's window as a person uses it: by what is written on it. */
export class KeyfobWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the add form of a provider. */
  async openAddForm(presetName: string): Promise<void> {
    await this.openGallery();
    await this.card(presetName).click();
    await this.dialog.getByRole('button', { name: 'Save' }).waitFor();
  }

  /** Opens the list of providers, the first step of adding a key. */
  async openGallery(): Promise<void> {
    await this.page.getByRole('button', { name: /^Add (your first )?key$/ }).click();
    await this.dialog.getByRole('searchbox').waitFor();
  }

  /** The card of a provider in the gallery. */
  card(presetName: string): Locator {
    const name = this.page.getByText(presetName, { exact: true });
    return this.dialog.locator('li button').filter({ has: name });
  }

  /** Fills in the form that is open. */
  async fill(key: KeyEntries): Promise<void> {
    await this.field('name').fill(key.name);
    await this.field('description').fill(key.description);
    for (const [id, value] of Object.entries(key.fields)) await this.fillField(id, value);
    if (key.extraCaPem !== null) await this.fillPerhapsAdvanced('extraCaPem', key.extraCaPem);
    if (key.keyExpiresInDays !== null) {
      const day = new Date(Date.now() + key.keyExpiresInDays * dayMs).toISOString().slice(0, 10);
      await this.fillPerhapsAdvanced('keyExpiresAtMs', day);
    }
  }

  /** Fills in a field of the provider, or chooses its value. */
  async fillField(id: string, value: string): Promise<void> {
    const field = this.field(`fields.${id}`);
    const isChoice = await field.evaluate((element) => element instanceof HTMLSelectElement);
    await (isChoice ? field.selectOption(value) : field.fill(value));
  }

  /** Fills in a field that some providers show at once and others under Advanced. */
  async fillPerhapsAdvanced(name: string, value: string): Promise<void> {
    if (!(await this.field(name).isVisible())) await this.dialog.getByText('Advanced').click();
    await this.field(name).fill(value);
  }

  /** Adds a key with a test before it is saved; gives what the test said. */
  async addKey(key: KeyEntries): Promise<string> {
    await this.openAddForm(key.presetName);
    await this.fill(key);
    const verdict = await this.test();
    await this.dialog.getByRole('button', { name: 'Save' }).click();
    await this.row(key.name).waitFor();
    return verdict;
  }

  /** Presses Test and waits for the verdict. */
  async test(): Promise<string> {
    await this.dialog.getByRole('button', { name: 'Test' }).click();
    const verdict = this.dialog.getByRole('region', { name: 'Test' }).getByRole('status');
    await verdict.getByText(/It works|The test failed/).waitFor({ timeout: 40_000 });
    return plainText(verdict);
  }

  /** Waits until the token of a key is in this state. */
  async waitForState(name: string, state: string, timeoutMs = 10_000): Promise<void> {
    await this.page
      .locator(`tbody[data-key-name="${name}"][data-state="${state}"]`)
      .waitFor({ timeout: timeoutMs });
  }

  /** Saves a picture of the window, without the toasts that come and go. */
  async screenshot(path: string): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path });
  }

  /** Chooses from the menu of a key's row. */
  async chooseFromMenu(name: string, entry: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `More for ${name}` })
      .click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  /** Drops a file on an element, with what a file manager would hand over. */
  async dropFile(target: Locator, fileName: string, text: string): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ([name = '', content = '']) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], name));
        return transfer;
      },
      [fileName, text],
    );
    await target.dispatchEvent('dragover', { dataTransfer });
    await target.dispatchEvent('drop', { dataTransfer });
    await dataTransfer.dispose();
  }

  /** The eye of a key's secret. */
  eye(name: string): Locator {
    return this.row(name).getByRole('button', { name: /^Reveal / });
  }

  row(name: string): Locator {
    return this.page.locator(`tbody[data-key-name="${name}"]`);
  }

  get dialog(): Locator {
    return this.page.locator('dialog[open]');
  }

  field(name: string): Locator {
    return this.dialog.locator(`[name="${name}"]`);
  }
}

/** The words that an element shows, on one line. */
export async function plainText(element: Locator): Promise<string> {
  return (await element.innerText()).replaceAll(/\s+/g, ' ').trim();
}
