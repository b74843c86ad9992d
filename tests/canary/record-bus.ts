import type { VirtualDesktop } from '../desktop/rig/virtual-desktop.ts';
import { waitUntil } from '../desktop/rig/wait-until.ts';

/** What went over the session bus since the recording began. */
export interface BusRecording {
  /** Every message as it was on the wire. */
  traffic(): Buffer;
}

/** Records the traffic of a desktop's session bus until the desktop ends, by `dbus-monitor` of Debian's dbus. */
export async function recordBus(desktop: VirtualDesktop): Promise<BusRecording> {
  const monitor = desktop.processes.spawn('dbus-monitor', ['--session', '--pcap'], {
    env: desktop.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  monitor.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  await waitUntil('dbus-monitor hears nothing', 10_000, () => chunks.length > 0 || undefined);
  return { traffic: () => Buffer.concat(chunks) };
}
