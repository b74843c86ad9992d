import * as v from 'valibot';
import { checkName, type KeyId } from '../api-key.ts';
import { fail, ok, type Result } from '../failure.ts';
import type { Preset } from '../providers/preset.ts';
import { presetFileBytes, presetFileLimit, readPresetFile } from '../providers/read-preset-file.ts';
import { Secret } from '../secret.ts';
import { type ExportDocument, type ExportedKey, exportFormat, exportVersion } from './export-document.ts';

const epochMs = v.pipe(v.number(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
const wholeDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650));
const values = v.record(
  v.pipe(v.string(), v.regex(/^[a-z]\w{0,63}$/)),
  v.pipe(v.string(), v.maxLength(262_144)),
);

/** Wider than the forms are, so that what was once stored can be read for ever; every text has an end all the same. */
const keyShape = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  name: v.pipe(
    v.string(),
    v.check((name) => checkName(name, []).ok),
  ),
  description: v.pipe(v.string(), v.maxLength(16_384)),
  presetId: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,63}$/)),
  fields: values,
  secrets: values,
  extraCaPem: v.nullable(v.pipe(v.string(), v.maxLength(1_048_576))),
  createdAtMs: epochMs,
  addedAtMs: epochMs,
  changedAtMs: epochMs,
  lastCopiedAtMs: v.nullable(epochMs),
  lastHandedOutAtMs: v.nullable(epochMs),
  keyExpiresAtMs: v.nullable(epochMs),
  minimumValidityMs: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400_000)),
  refreshMode: v.picklist(['whileUsed', 'always', 'onDemand']),
  noticeLeadDays: v.nullable(v.pipe(v.array(wholeDays), v.maxLength(100))),
});

const documentShape = v.strictObject({
  format: v.literal(exportFormat),
  version: v.literal(exportVersion),
  exportedAtMs: epochMs,
  keys: v.pipe(v.array(keyShape), v.maxLength(100_000)),
  presets: v.pipe(v.array(v.unknown()), v.maxLength(presetFileLimit)),
});
const anyVersion = v.object({ format: v.literal(exportFormat), version: v.number() });

/**
 * Reads an exported document (docs/export-format.md). Never throws. Failures: invalidInput (field File) with the reasons
 * newerFormat and notAnExport. A preset that this Keyfob does not take is left out; its keys then lack their provider.
 */
export function readExport(text: Secret): Result<ExportDocument> {
  let value: unknown;
  try {
    value = JSON.parse(text.reveal().replace(/^\ufeff/, ''));
  } catch {
    return unreadable('notAnExport');
  }
  const start = v.safeParse(anyVersion, value);
  if (start.success && start.output.version > exportVersion) return unreadable('newerFormat');
  const shaped = v.safeParse(documentShape, value, { abortEarly: true });
  if (!shaped.success) return unreadable('notAnExport');
  const { keys, presets, exportedAtMs } = shaped.output;
  // Equal ids would be one key; which of the two nobody could say.
  if (new Set(keys.map(({ id }) => id)).size < keys.length) return unreadable('notAnExport');
  return ok({ exportedAtMs, keys: keys.map(keyOf), presets: presets.flatMap(presetOf) });
}

function keyOf({ id, secrets, ...key }: v.InferOutput<typeof keyShape>): ExportedKey {
  const closed = Object.entries(secrets).map(([field, text]) => [field, new Secret(text)] as const);
  return { ...key, id: id as KeyId, name: key.name.trim(), secrets: Object.fromEntries(closed) };
}

function presetOf(value: unknown): Preset[] {
  try {
    const text = JSON.stringify(value);
    if (text.length > presetFileBytes) return [];
    const read = readPresetFile(text);
    return read.ok ? [read.preset] : [];
  } catch {
    // Nested so deeply that it cannot be written again.
    return [];
  }
}

function unreadable(reason: 'newerFormat' | 'notAnExport') {
  return fail('invalidInput', { field: 'File', reason });
}
