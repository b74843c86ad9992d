import type { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { describeHits } from '../../canary/canary.ts';
import { type FolderScan, scanFolder } from '../../canary/scan-folder.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * CR-01: no secret and no token in any file of the desktop: user data, home with its caches and settings, runtime folder,
 * temporary files; while the app runs and after it has quit. Ends the app.
 */
export async function findSecretsAtRest(app: AppWithCanaries): Promise<CheckResult> {
  const { keyfob } = app;
  const canaries = app.canaries();
  const running = scanFolder(keyfob.desktop.folder, canaries);
  await keyfob.app.quit();
  const ended = scanFolder(keyfob.desktop.folder, canaries);
  const hits = [...running.hits, ...ended.hits];
  const { files } = scanFolder(keyfob.userDataDir, []);
  return {
    figure:
      `${hits.length} hits of ${canaries.length} canaries while running (${size(running)}) and after quit (${size(ended)})` +
      (hits.length === 0 ? '' : `: ${describeHits(hits)}`),
    passed: hits.length === 0 && files > 5,
  };
}

function size({ files, bytes }: FolderScan): string {
  return `${files} files, ${(bytes / 1e6).toFixed(1)} MB`;
}
