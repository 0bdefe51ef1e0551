/** Home: what to go on with, what is here, then every show, the movies and the clips. */

import { createMemo, type JSX } from 'solid-js';
import type { Title } from '../api/types';
import { useApp } from '../app';
import { at, focusedOf } from '../focus/grid';
import { t } from '../i18n/messages';
import { firstUnwatched, type Catalogue } from '../state/catalogue';
import type { Visit } from '../state/router';
import type { Shelf } from '../views/Shelves';
import { Browse, SHOW_KEY } from './Browse';

export function Home(props: { readonly visit: Visit; readonly active: boolean }): JSX.Element {
  const { box, router } = useApp();
  const shelves = createMemo(() => shelvesOf(box.catalogue()));
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

function shelvesOf(catalogue: Catalogue): Shelf[] {
  const ids = (titles: readonly Title[]): string[] => titles.map((title) => title.id);
  const all: Shelf[] = [
    { id: 'continue', label: t.rowContinue, keys: ids(catalogue.begun) },
    { id: 'ready', label: t.rowReady, keys: ids(catalogue.ready) },
    ...catalogue.shows.map((show) => ({
      id: SHOW_KEY + show.name,
      label: show.name,
      keys: [SHOW_KEY + show.name, ...ids(show.episodes)],
      start: 1 + firstUnwatched(show.episodes),
    })),
    { id: 'movies', label: t.rowMovies, keys: ids(catalogue.movies) },
    { id: 'clips', label: t.rowClips, keys: ids(catalogue.clips) },
  ];
  return all.filter((shelf) => shelf.keys.length > 0);
}
