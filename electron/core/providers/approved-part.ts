import type { Preset } from './preset.ts';

type Part = Readonly<Record<string, unknown>>;

/** Members that only say how a preset looks, is found and read about. */
const shownOnly = [
  '$schema',
  'name',
  'summary',
  'keywords',
  'links',
  'needsOneOf',
  'clientIdField',
  'needsExtraCa',
  'importHints',
];
const shownOfField = ['label', 'placeholder', 'help', 'required', 'shape', 'multiline'];
/** Members of the token answer that decide whether and how long a token counts, and not where anything goes. */
const judging = [
  'success',
  'error',
  'tokenType',
  'tokenTypes',
  'expiresIn',
  'expiresAt',
  'defaultLifetimeS',
  'defaultLifetimeField',
  'maximumLifetimeS',
];

/**
 * The part of a preset that decides where secrets go and in which place of a request, always written in the same way.
 * What is not known to be harmless belongs to it, so that a member which the format gains later does, too. Members that
 * are empty or false are left out: one that a later version fills in by default must not look like a change.
 */
export function approvedPart(preset: Preset): string {
  const part: Part = {
    ...without(preset, shownOnly),
    fields: preset.fields.map((field) => ({
      ...without(field, shownOfField),
      choices: field.choices.map(({ value }) => value),
    })),
  };
  if (preset.keyKind !== 'exchange') return JSON.stringify(settled(part));
  const exchange = { ...preset.exchange, answer: without(preset.exchange.answer, judging) };
  return JSON.stringify(settled({ ...part, exchange }));
}

function without(part: Part, names: readonly string[]): Part {
  return Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)));
}

/** Members in one order, whatever the order in the file. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, settled(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)).toSorted(byName));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === false || value === '';
}
