import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnedProcesses } from './owned-processes.ts';

/**
 * Starts a private session bus. It can start no service by itself except `services` (names of files in the system's
 * service folder): otherwise an absent keyring or notification daemon would appear as soon as somebody asks for it.
 */
export async function startSessionBus(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  folder: string,
  services: readonly string[],
): Promise<string> {
  const serviceFolder = join(folder, 'services');
  await mkdir(serviceFolder, { recursive: true });
  for (const name of services)
    await copyFile(join('/usr/share/dbus-1/services', name), join(serviceFolder, name));
  const configPath = join(folder, 'session-bus.conf');
  await writeFile(configPath, busConfig(join(folder, 'bus'), serviceFolder));
  const args = [`--config-file=${configPath}`, '--nofork', '--nopidfile', '--print-address=3'];
  const bus = processes.spawn('dbus-daemon', args, { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let errors = '';
    const fail = (reason: string) =>
      reject(new Error(`The session bus did not start: ${reason} ${errors.trim()}`));
    bus.stderr?.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    bus.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    bus.on('error', (error) => fail(error.message));
    bus.on('exit', (code) => fail(`it ended with code ${code}.`));
  });
}

function busConfig(socketPath: string, serviceFolder: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socketPath}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${serviceFolder}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}
