import { renderCopyForm } from '#core/copy-as/copy-forms';
import { anyToken, headerToken, sampleTokens } from '../../core/copy-as/awkward-tokens.ts';
import { copied, envName, inputWith } from '../../core/copy-as/copied.ts';
import { runCurlLines } from '../../core/copy-as/curl-lines.ts';
import { readWithNode, sourceWithBash } from '../../core/copy-as/dotenv-readers.ts';
import { powerShellValue } from '../../core/copy-as/powershell-line.ts';
import { evaluate, shells } from '../../core/copy-as/shells.ts';
import type { CheckResult } from '../check-result.ts';

interface Size {
  /** Tokens for each shell and each reader of `.env` files. */
  readonly tokens: number;
  /** Calls of the real `curl`, one process each. */
  readonly calls: number;
}

/** What came back of what was copied. */
interface Readings {
  readonly reader: string;
  readonly wrong: number;
  readonly of: number;
}

/** COPY-AS: generated tokens come back exactly from the real shells, readers of `.env` files and `curl`. */
export async function copyAsForms(size: Size, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const tokens = sampleTokens(anyToken, size.tokens, seed);
  const all = [
    ...(await shellReadings(tokens)),
    ...(await dotenvReadings(tokens)),
    await curlReadings(sampleTokens(headerToken, size.calls, seed)),
  ];
  const figures = all.map(({ reader, wrong, of }) => `${reader} ${wrong}/${of}`).join(', ');
  return {
    figure: `tokens that came back changed: ${figures} (seed ${seed})`,
    passed: all.every(({ wrong, of }) => wrong === 0 && of > 0),
  };
}

async function shellReadings(tokens: readonly string[]): Promise<Readings[]> {
  const all: Readings[] = [];
  for (const [name, { formId }] of Object.entries(shells)) {
    const lines = tokens.map((token) => copied(formId, inputWith(token)));
    all.push(compare(name, tokens, await evaluate(name, lines)));
  }
  const read = tokens.map((token) => powerShellValue(envName, copied('powershell', inputWith(token))));
  return [...all, compare('PowerShell by its rule', tokens, read)];
}

/** Only tokens that have a spelling which all read alike; the figure tells how many have. */
async function dotenvReadings(tokens: readonly string[]): Promise<Readings[]> {
  const lineOf = (token: string, at: number) => {
    const preset = { fields: [], apiCall: { url: '', headers: {}, envName: `T${at}` } };
    return inputWith(token, { preset });
  };
  const spelt = tokens.filter((token) => renderCopyForm('dotenv', lineOf(token, 0)).ok);
  const lines = spelt.map((token, at) => copied('dotenv', lineOf(token, at)));
  return [
    compare('.env by Node', spelt, readWithNode(lines)),
    compare('.env by bash', spelt, await sourceWithBash(lines)),
  ];
}

async function curlReadings(tokens: readonly string[]): Promise<Readings> {
  const calls = await runCurlLines((host) =>
    tokens.map((token) => copied('curl', inputWith(token, { fields: { host } }))),
  );
  const headers = calls.map((call) => call.headers['x-auth-token']);
  return compare('curl', tokens, headers);
}

function compare(reader: string, tokens: readonly string[], read: readonly unknown[]): Readings {
  const wrong = tokens.filter((token, at) => read[at] !== token).length;
  return { reader, wrong: wrong + Math.abs(read.length - tokens.length), of: tokens.length };
}
