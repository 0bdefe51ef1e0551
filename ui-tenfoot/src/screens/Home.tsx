/** Home: what to go on with, what comes and what came, then the shows, the movies and the clips. */

import { createEffect, createMemo, type JSX } from 'solid-js';
import { useApp } from '../app';
import { at, focusedOf } from '../focus/grid';
import { t } from '../i18n/messages';
import { ROWS, type HomeRows, type RowId } from '../state/home';
import type { Visit } from '../state/router';
import type { Shelf } from '../views/Shelves';
import { Browse } from './Browse';

/** So many tiles before the end of a row the rest of it is asked for. */
const NEAR_END = 10;

export function Home(props: { readonly visit: Visit; readonly active: boolean }): JSX.Element {
  const { box, router } = useApp();
  const shelves = createMemo(() => shelvesOf(box.rows()));
  createEffect(() => {
    const here = focusedOf(props.visit.focus(), shelves());
    if (here && here.column >= here.row.keys.length - NEAR_END) void box.more(here.row.id as RowId);
  });
  /** Back climbs: to the start of the top row, then asks whether to leave. */
  const back = (): void => {
    const { visit } = props;
    const here = focusedOf(visit.focus(), shelves());
    const atTop = here === null || here.row.id === shelves()[0]?.id;
    if (atTop) router.open({ screen: 'leave' });
    else visit.setFocus(at(visit.focus(), shelves(), 0, 0));
  };
  const menu = (): void => router.open({ screen: 'menu' });
  return (
    <Browse visit={props.visit} active={props.active} testId="home" shelves={shelves()} onBack={back} onTop={menu} />
  );
}

function shelvesOf(rows: HomeRows): Shelf[] {
  const all = ROWS.map((row): Shelf => ({ id: row, label: t.homeRow[row], keys: rows[row].keys }));
  return all.filter((shelf) => shelf.keys.length > 0);
}
