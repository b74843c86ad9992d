import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Encrypter } from 'age-encryption';

/** Starts a program on a terminal of its own and answers each question for a passphrase: `age` takes one from nowhere else. */
const answering = `
import os, pty, sys
passphrase, command = sys.stdin.readline().rstrip("\\n"), sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = b""
while True:
    try:
        part = os.read(terminal, 1024)
    except OSError:
        break
    if not part:
        break
    seen += part
    while b"passphrase" in seen and b":" in seen.split(b"passphrase", 1)[1]:
        seen = seen.split(b"passphrase", 1)[1].split(b":", 1)[1]
        os.write(terminal, passphrase.encode() + b"\\n")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** By the library of age's author, at next to no cost; it has its own way from the passphrase to the key. */
export function cheapFile(text: string, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(4);
  return encrypter.encrypt(text);
}

/** What the `age` tool, a program of other people, makes of a text. */
export function encryptWithAge(text: string, passphrase: string, ...options: readonly string[]): Buffer {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'plain'), text);
    runAge(passphrase, ['-p', ...options, '-o', join(folder, 'file'), join(folder, 'plain')]);
    return readFileSync(join(folder, 'file'));
  });
}

/** What the `age` tool reads in a file. Throws when it does not open it. */
export function decryptWithAge(file: Uint8Array, passphrase: string): string {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'file'), file);
    runAge(passphrase, ['-d', '-o', join(folder, 'plain'), join(folder, 'file')]);
    return readFileSync(join(folder, 'plain'), 'utf8');
  });
}

function runAge(passphrase: string, args: readonly string[]): void {
  execFileSync('python3', ['-c', answering, 'age', ...args], {
    input: `${passphrase}\n`,
    timeout: 60_000,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-age-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
