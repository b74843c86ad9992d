import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { spawnApp } from '../../desktop/rig/running-app.ts';
import { startDesktop } from '../../desktop/rig/virtual-desktop.ts';
import type { CryptoReport } from '../../vectors/in-electron.ts';
import type { Report } from '../check-group.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** A finished run inside Electron, of which both checks speak. */
export class CryptoInElectron {
  readonly #report: CryptoReport;
  readonly #size: CheckSize;

  private constructor(report: CryptoReport, size: CheckSize) {
    this.#report = report;
    this.#size = size;
  }

  /** Runs known answers and unlocks in the runtime of the app, whose cryptography is BoringSSL's. */
  static async run(size: CheckSize): Promise<CryptoInElectron> {
    const appFolder = `${process.cwd()}/out/vectors`;
    const external = ['electron'];
    const bundle = { ssr: 'tests/vectors/in-electron.ts', outDir: appFolder, target: 'node20.18' };
    await build({ configFile: false, logLevel: 'warn', build: { ...bundle, rollupOptions: { external } } });
    mkdirSync(appFolder, { recursive: true });
    copyFileSync('electron/adapters/argon2-worker.js', `${appFolder}/argon2-worker.js`);
    writeFileSync(`${appFolder}/package.json`, '{"name":"vectors","type":"module","main":"in-electron.js"}');
    const desktop = await startDesktop();
    try {
      const env = {
        KEYFOB_TEST_VECTORS: `${process.cwd()}/tests/vectors`,
        KEYFOB_TEST_UNLOCKS: size === 'full' ? '30' : '3',
      };
      const app = await spawnApp({ desktop, appFolder, env });
      await app.waitForExit(180_000);
      const line = /^CRYPTO (.*)$/m.exec(app.output())?.[1];
      if (line === undefined) throw new Error(`no report: ${app.output().slice(-2000)}`);
      return new CryptoInElectron(JSON.parse(line) as CryptoReport, size);
    } finally {
      await desktop.stop();
    }
  }

  /** CR-13: AES-256-GCM (NIST's and Wycheproof's cases), HKDF-SHA256 and Argon2id give the known answers. */
  async vectors(): Promise<CheckResult> {
    const { asked, wrong } = this.#report.vectors;
    return {
      figure: `${asked} known answers in Electron, ${wrong.length} wrong${wrong.length === 0 ? '' : `: ${wrong.join(', ')}`}`,
      passed: asked === 485 && wrong.length === 0,
    };
  }

  /** CR-15: an unlock takes at most 1.5 s, and the process answers meanwhile; reduced: it is not blocked for all of it. */
  async unlock(): Promise<CheckResult> {
    const { unlocksMs, lagP99Ms, lagMaxMs } = this.#report.unlock;
    const median = [...unlocksMs].sort((a, b) => a - b)[Math.floor(unlocksMs.length / 2)] ?? 0;
    const isQuick =
      this.#size === 'full' ? median <= 1_500 && lagP99Ms <= 50 : lagP99Ms < Math.min(...unlocksMs);
    return {
      figure: `${unlocksMs.length} unlocks, median ${median} ms, longest ${Math.max(...unlocksMs)} ms; event-loop lag p99 ${lagP99Ms} ms, longest ${lagMaxMs} ms`,
      passed: unlocksMs.length > 0 && isQuick,
    };
  }
}

/** Both checks in full, of one run. */
export async function reportCrypto(report: Report): Promise<void> {
  const electron = await CryptoInElectron.run('full');
  await report('CR-13', () => electron.vectors());
  await report('CR-15', () => electron.unlock());
}
