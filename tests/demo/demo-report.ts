import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one step of the demo did. */
interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
  readonly durationMs: number;
}

/** Runs the steps of the demo, prints each as it ends, and writes the report. A failed step does not stop the others. */
export class DemoReport {
  readonly folder: string;
  readonly #steps: StepResult[] = [];
  readonly #screenshots: { readonly file: string; readonly caption: string }[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs one step; its text says what was seen. */
  async step(name: string, run: () => Promise<string>): Promise<void> {
    const startedAtMs = Date.now();
    let passed = true;
    let detail: string;
    try {
      detail = await run();
    } catch (error) {
      passed = false;
      detail = (error as Error).message.split('\n')[0] ?? 'failed';
    }
    this.#steps.push({ name, passed, detail, durationMs: Date.now() - startedAtMs });
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}: ${detail}`);
  }

  /** Path for a screenshot that the report shows. */
  screenshot(file: string, caption: string): string {
    this.#screenshots.push({ file, caption });
    return join(this.folder, file);
  }

  get failedSteps(): number {
    return this.#steps.filter((step) => !step.passed).length;
  }

  /** Writes `report.md` beside the screenshots. */
  write(runtime: string): void {
    const rows = this.#steps.map(
      ({ name, passed, detail, durationMs }) =>
        `| ${passed ? 'ok' : '**failed**'} | ${name} | ${detail.replaceAll('|', '\\|')} | ${(durationMs / 1000).toFixed(1)} s |`,
    );
    const pictures = this.#screenshots.map(
      ({ file, caption }) => `## ${caption}\n\n![${caption}](${file})\n`,
    );
    const failed = this.failedSteps;
    const verdict = failed === 0 ? `All ${this.#steps.length} steps worked.` : `${failed} steps failed.`;
    const text = [
      '# Keyfob demo',
      '',
      `${verdict} ${runtime}. Every service ran on this computer; no account was used.`,
      '',
      '| | step | seen | took |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
      ...pictures,
    ];
    writeFileSync(join(this.folder, 'report.md'), text.join('\n'));
  }
}
