import type { Readable } from 'node:stream';
import type { OwnedProcesses } from './owned-processes.ts';

/** Width and height of the screen in pixels. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Starts an X server on a display that it picks itself, so that several can start at once; answers `:<number>`. */
export function startDisplay(
  processes: OwnedProcesses,
  env: NodeJS.ProcessEnv,
  size: ScreenSize,
): Promise<string> {
  const screen = `${size.width}x${size.height}x24`;
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset', '-dpi', '96'];
  const server = processes.spawn('Xvfb', args, { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let errors = '';
    let answer = '';
    const fail = (reason: string) =>
      reject(new Error(`The X server (Xvfb) did not start: ${reason} ${errors.trim()}`));
    const timer = setTimeout(() => fail('no answer after 20 s.'), 20_000);
    const settle = () => clearTimeout(timer);
    server.stderr?.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    (server.stdio[3] as Readable).on('data', (data: Buffer) => {
      answer += data.toString();
      if (!answer.includes('\n')) return;
      settle();
      resolve(`:${answer.trim()}`);
    });
    server.on('error', (error) => {
      settle();
      fail(error.message);
    });
    server.on('exit', (code) => {
      settle();
      fail(`it ended with code ${code}.`);
    });
  });
}
