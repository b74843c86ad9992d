import { appendFileSync } from 'node:fs';
import { inTurn } from '#adapters/in-turn';

/** A process that asks for its turn in a folder again and again, and notes when it comes and goes; SIGKILLs itself at the end. */
const [folder = '', journal = '', times = '1'] = process.argv.slice(2);
for (let time = 1; time <= Number(times); time += 1) {
  inTurn(folder, 20_000, () => {
    appendFileSync(journal, `${process.pid} comes\n`);
    for (const untilMs = Date.now() + 3; Date.now() < untilMs; );
    if (time === Number(times)) process.kill(process.pid, 'SIGKILL');
    appendFileSync(journal, `${process.pid} goes\n`);
  });
}
