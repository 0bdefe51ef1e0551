import { describe, expect, it } from 'vitest';
import { at, columnOf, focusedOf, move, NOWHERE, type Direction, type Focus, type Row } from '../src/focus/grid';
import { windowAround } from '../src/focus/window';

const rows: Row[] = [
  { id: 'a', keys: ['a0', 'a1', 'a2'] },
  { id: 'empty', keys: [] },
  { id: 'b', keys: ['b0', 'b1', 'b2', 'b3'], start: 2 },
  { id: 'c', keys: ['c0'] },
];

function walk(from: Focus, path: string, within: readonly Row[] = rows): Focus {
  const directions: Record<string, Direction> = { u: 'up', d: 'down', l: 'left', r: 'right' };
  return path.split('').reduce((focus, step) => move(focus, within, directions[step] as Direction), from);
}

const keyOf = (focus: Focus, within: readonly Row[] = rows): string => focusedOf(focus, within)?.key ?? 'lost';

describe('move', () => {
  it('move_fromNowhere_startsOnTheFirstItem', () => expect(keyOf(NOWHERE)).toBe('a0'));
  it('move_down_skipsEmptyRowsAndUsesTheRowsStart', () => expect(keyOf(walk(NOWHERE, 'd'))).toBe('b2'));
  it('move_backToARow_returnsToItsItem', () => expect(keyOf(walk(NOWHERE, 'rrdlu'))).toBe('a2'));
  it('move_againstTheEdge_isTheSameFocus', () => {
    const corner = at(NOWHERE, rows, 0, 0);
    expect(move(corner, rows, 'left')).toBe(corner);
    expect(move(corner, rows, 'up')).toBe(corner);
  });

  it('move_anySequence_neverLosesTheFocus', () => {
    let seed = 7;
    let focus: Focus = NOWHERE;
    for (let press = 0; press < 5000; press++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      focus = move(focus, rows, (['up', 'down', 'left', 'right'] as const)[(seed >> 8) % 4] ?? 'up');
      expect(keyOf(focus)).not.toBe('lost');
    }
  });
});

describe('live updates', () => {
  const onB3 = walk(NOWHERE, 'dr');

  it('rows_withItemsInsertedBefore_keepTheFocusOnTheSameItem', () => {
    const grown = rows.map((row) => (row.id === 'b' ? { ...row, keys: ['new', ...row.keys] } : row));
    expect(keyOf(onB3, grown)).toBe('b3');
  });

  it('rows_withRowsInsertedBefore_keepTheFocusOnTheSameItem', () => {
    expect(keyOf(onB3, [{ id: 'first', keys: ['x'] }, ...rows])).toBe('b3');
  });

  it('rows_withoutTheFocusedItem_focusItsNeighbour', () => {
    const shrunk = rows.map((row) => (row.id === 'b' ? { ...row, keys: ['b0', 'b1', 'b2'] } : row));
    expect(keyOf(onB3, shrunk)).toBe('b2');
  });

  it('rows_withoutTheFocusedRow_focusTheRowInItsPlace', () => {
    expect(keyOf(onB3, rows.filter((row) => row.id !== 'b'))).toBe('c0');
  });

  it('rows_thatAreAllGone_haveNoFocus', () => expect(focusedOf(onB3, [])).toBeNull());

  it('columnOf_aRowNeverVisited_isItsStart', () => expect(columnOf(NOWHERE, rows[2] as Row)).toBe(2));
});

describe('windowAround', () => {
  it('window_inTheMiddle_isBounded', () => expect(windowAround(5000, 10_000, 2, 6)).toEqual({ from: 4998, to: 5007 }));
  it('window_atTheEnds_staysInside', () => {
    expect(windowAround(0, 3, 2, 6)).toEqual({ from: 0, to: 3 });
    expect(windowAround(0, 0, 2, 6)).toEqual({ from: 0, to: 0 });
  });
});
