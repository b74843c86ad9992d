import { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { sixKeys } from '../desktop/flows/six-keys.ts';
import { percentile } from './measure-app.ts';

const copies = 200;

/** Tray copy of a cached token: from the D-Bus event until another program reads it from the clipboard. */
export async function benchCopyLatency(): Promise<string[]> {
  const keyfob = await RunningKeyfob.start();
  try {
    const [key] = sixKeys(keyfob.services);
    if (key === undefined) throw new Error('There is no key to copy.');
    await keyfob.addKeys([key]);
    const { tray, clipboard } = keyfob.desktop;
    const readerMs: number[] = [];
    const latencyMs: number[] = [];
    for (let copy = 0; copy < copies; copy++) {
      const marker = `before copy ${copy}`;
      await clipboard.writeClipboard(marker);
      const readAtMs = performance.now();
      await clipboard.readClipboard();
      readerMs.push(performance.now() - readAtMs);
      const menu = await (await tray.waitForItem()).menu();
      const entry = (await menu.find(({ label }) => label.startsWith(key.name))).at(-1);
      const pressedAtMs = performance.now();
      void menu.click(entry?.id ?? -1);
      while ((await clipboard.readClipboard()) === marker);
      latencyMs.push(performance.now() - pressedAtMs);
    }
    const line = (name: string, values: readonly number[]) =>
      `${name}: p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms (${values.length} times)`;
    return [
      line('tray copy of a cached token, D-Bus event to changed clipboard', latencyMs),
      line('  of which one start of the reader (xclip)', readerMs),
    ];
  } finally {
    await keyfob.stop();
  }
}
