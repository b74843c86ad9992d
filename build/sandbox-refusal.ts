import { readFileSync } from 'node:fs';

/** Kernel settings, each with the value that keeps ordinary users from making a sandbox (Ubuntu 23.10 and later: the first). */
const refusingSettings = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/user/max_user_namespaces', '0'],
] as const;

/** Whether this system lets no ordinary user make the sandbox of Chromium. */
export function refusesSandbox(): boolean {
  return refusingSettings.some(([path, value]) => readSetting(path) === value);
}

function readSetting(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
