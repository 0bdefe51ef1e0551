/** A show: a row for each season, the focus on the first episode that is not watched. */

import { createEffect, createMemo, onCleanup, untrack, type JSX } from 'solid-js';
import { useApp } from '../app';
import { at } from '../focus/grid';
import { t } from '../i18n/messages';
import { firstUnwatched, type Show } from '../state/catalogue';
import type { Visit } from '../state/router';
import type { Shelf } from '../views/Shelves';
import { Browse } from './Browse';

export interface ShowScreenProps {
  readonly visit: Visit;
  readonly name: string;
  readonly active: boolean;
}

export function ShowScreen(props: ShowScreenProps): JSX.Element {
  const { box, router } = useApp();
  const show = createMemo(() => box.show(props.name));
  const shelves = createMemo(() => shelvesOf(show()));
  createEffect(() => startOnFirstUnwatched(props.visit, show(), shelves()));
  void box.openShow(untrack(() => props.name));
  onCleanup(() => box.leaveShow());
  return (
    <Browse
      visit={props.visit}
      active={props.active}
      testId="show"
      shelves={shelves()}
      onBack={() => {
        router.back();
      }}
    />
  );
}

function shelvesOf(show: Show | undefined): Shelf[] {
  return (show?.seasons ?? []).map((season) => ({
    id: `season:${season.number}`,
    label: t.season(season.number),
    keys: season.episodes.map((episode) => episode.id),
    start: firstUnwatched(season.episodes),
  }));
}

function startOnFirstUnwatched(visit: Visit, show: Show | undefined, shelves: readonly Shelf[]): void {
  if (!show || visit.focus().rowId !== '') return;
  const next = show.episodes[firstUnwatched(show.episodes)];
  const row = shelves.findIndex((shelf) => next !== undefined && shelf.keys.includes(next.id));
  if (next && row >= 0) visit.setFocus(at(visit.focus(), shelves, row, shelves[row]?.keys.indexOf(next.id) ?? 0));
}
