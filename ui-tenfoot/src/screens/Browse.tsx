/** Browsing shelves by remote: the frame that Home and a show's page share. */

import { createEffect, createMemo, Show as When, untrack, type JSX } from 'solid-js';
import type { ShowFacts, Title } from '../api/types';
import { useApp, useKeys } from '../app';
import { at, focusedOf, move, type Direction } from '../focus/grid';
import { indexes, windowAround } from '../focus/window';
import { SHOW_KEY } from '../state/home';
import type { Visit } from '../state/router';
import { Billboard } from '../views/Billboard';
import { Shelves, type ItemState, type Shelf } from '../views/Shelves';
import { ShowCard } from '../views/ShowCard';
import { Tile } from '../views/Tile';

const ROW_REM = 24;

/** Titles on either side of the focus that are kept current. */
const TILES_ASIDE = 4;

export interface BrowseProps {
  readonly visit: Visit;
  readonly active: boolean;
  readonly testId: string;
  readonly shelves: readonly Shelf[];
  /** Back, where there is nothing left to undo on this screen. */
  readonly onBack: () => void;
  /** Up, above the top row. */
  readonly onTop?: () => void;
}

export function Browse(props: BrowseProps): JSX.Element {
  const { box, router } = useApp();
  const focused = createMemo(() => focusedOf(props.visit.focus(), props.shelves));
  const focusedKey = (): string => focused()?.key ?? '';
  const showOf = (key: string) => (key.startsWith(SHOW_KEY) ? box.showFacts(key.slice(SHOW_KEY.length)) : undefined);
  keepCurrent(() => around(focused()));
  const choose = (key: string): void => {
    if (key.startsWith(SHOW_KEY)) router.open({ screen: 'show', show: key.slice(SHOW_KEY.length) });
    else if (key !== '') router.open({ screen: 'title', titleId: key });
  };
  useKeys((press) => {
    switch (press.key) {
      case 'up':
      case 'down':
      case 'left':
      case 'right':
        step(props, press.key);
        return;
      case 'ok':
        if (!press.held) choose(focusedKey());
        return;
      case 'play':
      case 'playPause':
        if (box.title(focusedKey())) router.open({ screen: 'player', titleId: focusedKey(), fromStart: false });
        return;
      case 'back':
        props.onBack();
        return;
      default: // the other keys mean nothing on a shelf
    }
  });
  return (
    <div class="browse" data-testid={props.testId}>
      <Billboard title={box.title(focusedKey())} show={showOf(focusedKey())} />
      <Shelves
        shelves={props.shelves}
        focus={props.visit.focus()}
        active={props.active}
        rowHeightRem={ROW_REM}
        item={(shelf, key, state) => (
          <Item titleOf={(id) => box.title(id)} showOf={showOf} itemKey={key} inShow={isShowShelf(shelf)} state={state} />
        )}
        onChoose={(row, column) => {
          props.visit.setFocus(at(props.visit.focus(), props.shelves, row, column));
          choose(focusedKey());
        }}
      />
    </div>
  );
}

function keepCurrent(keys: () => readonly string[]): void {
  const { box } = useApp();
  createEffect(() => {
    const onScreen = keys();
    untrack(() => box.look(onScreen));
  });
}

/** The focused item and those beside it. */
function around(here: ReturnType<typeof focusedOf>): string[] {
  if (!here) return [];
  const { keys } = here.row;
  return indexes(windowAround(here.column, keys.length, TILES_ASIDE, TILES_ASIDE)).map((at) => keys[at] ?? '');
}

function step(props: BrowseProps, direction: Direction): void {
  const before = props.visit.focus();
  const after = move(before, props.shelves, direction);
  if (after !== before) props.visit.setFocus(after);
  else if (direction === 'up') props.onTop?.();
}

function isShowShelf(shelf: Shelf): boolean {
  return shelf.id.startsWith('season:');
}

interface ItemProps {
  readonly titleOf: (id: string) => Title | undefined;
  readonly showOf: (key: string) => ShowFacts | undefined;
  readonly itemKey: string;
  readonly inShow: boolean;
  readonly state: ItemState;
}

function Item(props: ItemProps): JSX.Element {
  const { state } = props;
  return (
    <>
      <When when={props.showOf(props.itemKey)}>
        {(show) => (
          <ShowCard show={show()} focused={state.focused()} current={state.current()} onChoose={state.choose} />
        )}
      </When>
      <When when={props.titleOf(props.itemKey)}>
        {(title) => (
          <Tile
            title={title()}
            focused={state.focused()}
            current={state.current()}
            inShow={props.inShow}
            onChoose={state.choose}
          />
        )}
      </When>
    </>
  );
}
