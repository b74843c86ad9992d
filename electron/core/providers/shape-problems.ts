import * as v from 'valibot';
import { nearestName } from './nearest-name.ts';
import { type AnySchema, meantOption, type SchemaNode, schemaAt } from './schema-node.ts';
import { shapeWords } from './shape-words.ts';

/** Something that is wrong in a preset file. */
export interface FileProblem {
  /** Where: member names joined by dots, `line 3, column 5`, or empty for the file as a whole. */
  readonly path: string;
  /** What to do, as part of a sentence that the path begins. */
  readonly fix: string;
}

interface ShapeProblem extends FileProblem {
  /** The path of the missing member that was likely meant by the one that is unknown here. */
  readonly meant?: string;
}

/**
 * What keeps a value from having the shape of a schema. Where a schema offers several shapes the one counts that was
 * meant, by the names of the members that are there; valibot by itself only says that none fits.
 */
export function shapeProblems(schema: AnySchema, input: unknown): FileProblem[] {
  const problems = problemsIn(schema, input, []);
  const meant = new Set(problems.map((problem) => problem.meant));
  return problems.filter(({ path }) => !meant.has(path)).map(({ path, fix }) => ({ path, fix }));
}

function problemsIn(schema: AnySchema, input: unknown, place: readonly string[]): ShapeProblem[] {
  const result = v.safeParse(schema, input);
  return (result.issues ?? []).flatMap((issue) => {
    const keys = (issue.path ?? []).map(({ key }) => String(key));
    const option = issue.type === 'union' ? meantOption(schemaAt(schema, input, keys), issue.input) : null;
    if (option !== null) return problemsIn(option, issue.input, [...place, ...keys]);
    return [problemOf(issue, schemaAt(schema, input, keys.slice(0, -1)), [...place, ...keys])];
  });
}

function problemOf(
  issue: v.BaseIssue<unknown>,
  parent: SchemaNode | null,
  place: readonly string[],
): ShapeProblem {
  // A member can have an empty name.
  const path = place.map((name) => name || '""').join('.');
  if (issue.type !== 'strict_object' || issue.expected !== 'never') return { path, fix: shapeWords(issue) };
  const known = Object.keys(parent?.entries ?? {});
  const near = nearestName(place.at(-1) ?? '', known);
  if (near === null) return { path, fix: `remove this member: known here are ${known.join(', ')}` };
  const meant = [...place.slice(0, -1), near].join('.');
  return { path, fix: `there is no member of this name here: did you mean "${near}"?`, meant };
}
