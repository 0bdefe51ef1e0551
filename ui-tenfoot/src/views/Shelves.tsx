/** Rows of tiles of which only those near the focus are drawn. Generic over what a row holds. */

import { For, type JSX } from 'solid-js';
import { columnOf, rowIndexOf, type Focus, type Row } from '../focus/grid';
import { indexes, windowAround } from '../focus/window';

export interface Shelf extends Row {
  readonly label: string;
}

export interface ItemState {
  readonly focused: () => boolean;
  readonly current: () => boolean;
  readonly choose: () => void;
}

export interface ShelvesProps {
  readonly shelves: readonly Shelf[];
  readonly focus: Focus;
  /** False while an overlay has the keys. */
  readonly active: boolean;
  readonly rowHeightRem: number;
  readonly item: (shelf: Shelf, key: string, state: ItemState) => JSX.Element;
  readonly onChoose: (row: number, column: number) => void;
}

const TILE_REM = 25.5;
const ROWS_BEFORE = 1;
const ROWS_AFTER = 1;
const TILES_BEFORE = 4;
const TILES_AFTER = 4;

export function Shelves(props: ShelvesProps): JSX.Element {
  const focusedRow = (): number => Math.max(0, rowIndexOf(props.focus, props.shelves));
  const drawn = (): number[] => indexes(windowAround(focusedRow(), props.shelves.length, ROWS_BEFORE, ROWS_AFTER));
  return (
    <div class="shelves" data-testid="shelves">
      <div class="shelves-slide" style={{ transform: `translateY(${-focusedRow() * props.rowHeightRem}rem)` }}>
        <For each={drawn()}>
          {(row) => <ShelfRow {...props} row={row} rowFocused={row === focusedRow()} passed={row < focusedRow()} />}
        </For>
      </div>
    </div>
  );
}

interface ShelfRowProps extends ShelvesProps {
  readonly row: number;
  readonly rowFocused: boolean;
  readonly passed: boolean;
}

function ShelfRow(props: ShelfRowProps): JSX.Element {
  const shelf = (): Shelf => props.shelves[props.row] ?? { id: '', label: '', keys: [] };
  const column = (): number => columnOf(props.focus, shelf());
  const drawn = (): string[] =>
    indexes(windowAround(column(), shelf().keys.length, TILES_BEFORE, TILES_AFTER)).map((at) => shelf().keys[at] ?? '');
  const at = (key: string): number => shelf().keys.indexOf(key);
  return (
    <section
      class="shelf"
      classList={{ 'shelf-passed': props.passed, 'shelf-focused': props.rowFocused }}
      style={{ transform: `translateY(${props.row * props.rowHeightRem}rem)` }}
      aria-label={shelf().label}
      data-testid="row"
      data-row={shelf().id}
    >
      <h2 class="shelf-label">{shelf().label}</h2>
      <div class="shelf-slide" style={{ transform: `translateX(${-offset(column(), shelf().keys.length)}rem)` }}>
        <For each={drawn()}>
          {(key) => (
            <div class="shelf-slot" style={{ transform: `translateX(${at(key) * TILE_REM}rem)` }}>
              {props.item(shelf(), key, {
                focused: () => props.active && props.rowFocused && at(key) === column(),
                current: () => at(key) === column(),
                choose: () => props.onChoose(props.row, at(key)),
              })}
            </div>
          )}
        </For>
      </div>
    </section>
  );
}

/** Keeps one tile before the focused one in view, and the last ones at the right edge. */
function offset(column: number, length: number): number {
  const first = Math.max(0, Math.min(column - 1, length - 4));
  return first * TILE_REM;
}
