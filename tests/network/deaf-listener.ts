import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const program = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

/**
 * A port where a connection is neither made nor refused, as behind a firewall that drops packets: its process is stopped, and
 * the queue of its socket is full. Linux.
 */
export async function startDeafListener(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve) => lines.once('line', (line) => resolve(Number(line))));
  child.kill('SIGSTOP');
  const fillers: Socket[] = [];
  // Two fit; a third one that is not answered shows that the queue is full.
  for (let isFull = false; !isFull; ) {
    const filler = connect(port, '127.0.0.1');
    filler.on('error', () => {});
    fillers.push(filler);
    isFull = await Promise.race([
      new Promise<boolean>((resolve) => filler.once('connect', () => resolve(false))),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 300)),
    ]);
  }
  return {
    port,
    async stop() {
      const closed = new Promise((resolve) => child.once('close', resolve));
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await closed;
    },
  };
}
