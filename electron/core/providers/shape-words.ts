import type * as v from 'valibot';
import { nearestName } from './nearest-name.ts';

type Issue = v.BaseIssue<unknown>;

/** What to do about a part that is not what its schema asks for. */
export function shapeWords(issue: Issue): string {
  if (issue.received === 'undefined') return missingWords(issue);
  return (wordsByType[issue.type] ?? (() => 'is not what is needed here'))(issue);
}

const anObject = () => 'write an object here: { … }';

const wordsByType: Readonly<Record<string, (issue: Issue) => string>> = {
  strict_object: anObject,
  record: anObject,
  array: () => 'write a list here: [ … ]',
  string: () => 'write a text here, in double quotes',
  number: () => 'write a number here, without quotes',
  boolean: () => 'write true or false here, without quotes',
  picklist: choiceWords,
  literal: choiceWords,
  variant: choiceWords,
  union: unionWords,
  min_length: ({ requirement, input }) =>
    requirement === 1 ? 'must not be empty' : `needs at least ${String(requirement)} ${unitOf(input)}`,
  max_length: ({ requirement, input }) => `can have at most ${String(requirement)} ${unitOf(input)}`,
  min_value: ({ requirement }) => `must be at least ${String(requirement)}`,
  max_value: ({ requirement }) => `must be at most ${String(requirement)}`,
  integer: () => 'must be a whole number',
  finite: () => 'must be a number that can be written down',
  url: () => 'must be a whole address, such as https://docs.example.com/tokens',
  starts_with: ({ requirement }) => `must begin with ${String(requirement)}`,
  // These come with words of the schema.
  regex: ({ message }) => message,
  check: ({ message }) => message,
};

/** valibot writes what it expects as `("a" | "b")`. */
function choicesOf({ expected }: Issue): string[] {
  return (expected ?? '').replaceAll(/[()]/g, '').split(' | ');
}

function choiceWords(issue: Issue): string {
  const choices = choicesOf(issue);
  const near = typeof issue.input === 'string' ? nearestName(issue.input, choices) : null;
  const list = choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`;
  return `must be ${list}${near === null || choices.length === 1 ? '' : `; did you mean ${near}?`}`;
}

function missingWords(issue: Issue): string {
  const isChoice = issue.type === 'picklist' || issue.type === 'variant';
  return isChoice ? `is missing: add it, as one of ${choicesOf(issue).join(', ')}` : 'is missing: add it';
}

const namesOfTypes: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list [ … ]',
  Object: 'an object { … }',
};

function unionWords(issue: Issue): string {
  const names = [...new Set(choicesOf(issue).map((type) => namesOfTypes[type] ?? type))];
  const all = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return `write ${all} here`;
}

function unitOf(input: unknown): string {
  return typeof input === 'string' ? 'characters' : 'entries';
}
