import type { ImportPreview, ImportRow } from '#contract/import-view';
import type { FailureView } from '#contract/view';
import type { FieldErrors } from '../key-form/read-draft.ts';

/** What the user made of a row, besides what stands in its inputs. */
export interface RowState {
  readonly ticked: boolean;
  readonly presetId: string;
  readonly isOpen: boolean;
  /** By name of the control. */
  readonly errors: FieldErrors;
  /** Why it was not imported. */
  readonly refusal: FailureView | null;
  /** Hosts of the addresses that were typed here; the user named them, so they need no leave. */
  readonly typedHost: string | null;
  /** Values for missing fields, taken over from another row; none of them is secret. */
  readonly prefill: Readonly<Record<string, string>>;
}

/** By index of the row. A row's state keeps its identity until it changes, so that only that row renders again. */
export type RowStates = ReadonlyMap<number, RowState>;

/** What can happen to the rows. */
export type RowChange =
  | { readonly kind: 'row'; readonly index: number; readonly change: Partial<RowState> }
  | { readonly kind: 'tick'; readonly indexes: ReadonlySet<number>; readonly ticked: boolean }
  | { readonly kind: 'correct'; readonly index: number; readonly control: string }
  | {
      readonly kind: 'fill';
      readonly indexes: ReadonlySet<number>;
      readonly values: Readonly<Record<string, string>>;
      readonly typedHost: string | null;
    }
  /** Rows that cannot be imported as they are; all others lose their errors. */
  | { readonly kind: 'errors'; readonly errors: ReadonlyMap<number, FieldErrors> }
  /** Only these rows are left of those that were imported. */
  | { readonly kind: 'refused'; readonly refused: ReadonlyMap<number, FailureView> };

/** Up to so many rows are opened at once if they lack something. */
const openAtOnce = 3;

/** Rows as they are shown first: what is stored already is not ticked, and what lacks something is open if it is not many. */
export function startRows(preview: ImportPreview, lacksSomething: (row: ImportRow) => boolean): RowStates {
  const open = new Set(preview.rows.length <= openAtOnce ? preview.rows.filter(lacksSomething) : []);
  return new Map(
    preview.rows.map((row) => [
      row.index,
      {
        ticked: row.duplicateOf === null,
        presetId: row.presetId,
        isOpen: open.has(row),
        errors: {},
        refusal: null,
        typedHost: null,
        prefill: {},
      },
    ]),
  );
}

/** The rows after a change. */
export function changeRows(rows: RowStates, change: RowChange): RowStates {
  switch (change.kind) {
    case 'row':
      return withRow(rows, change.index, change.change);
    case 'tick':
      return mapRows(rows, (row, index) =>
        change.indexes.has(index) && row.ticked !== change.ticked ? { ...row, ticked: change.ticked } : row,
      );
    case 'correct':
      return corrected(rows, change.index, change.control);
    case 'fill': {
      const { indexes, values, typedHost } = change;
      return mapRows(rows, (row, index) =>
        indexes.has(index)
          ? { ...row, prefill: values, typedHost, errors: {}, refusal: null, isOpen: true }
          : row,
      );
    }
    case 'errors':
      return mapRows(rows, (row, index) => withErrors(row, change.errors.get(index) ?? {}));
    case 'refused':
      return new Map(
        [...change.refused].flatMap(([index, refusal]) => {
          const row = rows.get(index);
          return row === undefined ? [] : [[index, { ...row, refusal, isOpen: true, errors: {} }]];
        }),
      );
  }
}

function withRow(rows: RowStates, index: number, change: Partial<RowState>): RowStates {
  const row = rows.get(index);
  return row === undefined ? rows : new Map(rows).set(index, { ...row, ...change });
}

function mapRows(rows: RowStates, change: (row: RowState, index: number) => RowState): RowStates {
  return new Map([...rows].map(([index, row]) => [index, change(row, index)]));
}

/** Something was typed: what was said about it no longer holds. */
function corrected(rows: RowStates, index: number, control: string): RowStates {
  const row = rows.get(index);
  if (row === undefined || (row.refusal === null && !(control in row.errors))) return rows;
  const errors = Object.fromEntries(Object.entries(row.errors).filter(([name]) => name !== control));
  return withRow(rows, index, { errors, refusal: null });
}

function withErrors(row: RowState, errors: FieldErrors): RowState {
  const had = Object.keys(row.errors).length > 0;
  const has = Object.keys(errors).length > 0;
  if (!had && !has) return row;
  return { ...row, errors, isOpen: row.isOpen || has };
}
