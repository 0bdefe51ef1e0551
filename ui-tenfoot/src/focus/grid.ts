/**
 * Spatial focus over rows of items, as data: no geometry is read from the page. Exactly one item is
 * focused whenever any exists; each row remembers its item by key, so live updates never move it.
 */

export interface Row {
  readonly id: string;
  readonly keys: readonly string[];
  /** Where a row that was never visited starts; the first item if absent. */
  readonly start?: number;
}

interface Place {
  readonly key: string;
  readonly column: number;
}

export interface Focus {
  readonly rowId: string;
  readonly row: number;
  readonly places: Readonly<Record<string, Place>>;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export const NOWHERE: Focus = { rowId: '', row: 0, places: {} };

/** The column that a row shows as its own, whether or not the row is focused. */
export function columnOf(focus: Focus, row: Row): number {
  const place = focus.places[row.id];
  if (place === undefined) return clamp(row.start ?? 0, row.keys.length);
  const moved = row.keys.indexOf(place.key);
  return moved >= 0 ? moved : clamp(place.column, row.keys.length);
}

/** The focused row and item, or null when there is nothing at all. */
export function focusedOf(focus: Focus, rows: readonly Row[]): { row: Row; column: number; key: string } | null {
  const row = rows[rowIndexOf(focus, rows)];
  if (row === undefined) return null;
  const column = columnOf(focus, row);
  const key = row.keys[column];
  return key === undefined ? null : { row, column, key };
}

/** Where the focused row is now; if it went away, the row that took its place. Empty rows are passed over. */
export function rowIndexOf(focus: Focus, rows: readonly Row[]): number {
  const same = rows.findIndex((row) => row.id === focus.rowId && row.keys.length > 0);
  if (same >= 0) return same;
  const wanted = clamp(focus.row, rows.length);
  const below = nextFilled(rows, wanted, 1);
  return below >= 0 ? below : nextFilled(rows, wanted, -1);
}

/** The focus after a step; the same object when there is nothing that way. */
export function move(focus: Focus, rows: readonly Row[], direction: Direction): Focus {
  const row = rowIndexOf(focus, rows);
  const current = rows[row];
  if (current === undefined) return focus;
  if (direction === 'left' || direction === 'right') {
    const column = columnOf(focus, current) + (direction === 'right' ? 1 : -1);
    return column < 0 || column >= current.keys.length ? focus : at(focus, rows, row, column);
  }
  const step = direction === 'down' ? 1 : -1;
  const target = nextFilled(rows, row + step, step);
  const next = rows[target];
  return next === undefined ? focus : at(focus, rows, target, columnOf(focus, next));
}

/** The focus on a given item, for pointers and for opening a screen on what was asked for. */
export function at(focus: Focus, rows: readonly Row[], row: number, column: number): Focus {
  const target = rows[row];
  const key = target?.keys[column];
  if (target === undefined || key === undefined) return focus;
  return { rowId: target.id, row, places: { ...focus.places, [target.id]: { key, column } } };
}

function nextFilled(rows: readonly Row[], from: number, step: number): number {
  for (let index = from; index >= 0 && index < rows.length; index += step) {
    if ((rows[index]?.keys.length ?? 0) > 0) return index;
  }
  return -1;
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}
