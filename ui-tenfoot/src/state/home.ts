/** Home's rows as far as they are known: the first of each, and what was paged after them. */

import type { HomeAnswer, Page, ShowFacts, Title } from '../api/types';

export const ROWS = ['begun', 'next', 'coming', 'arrived', 'shows', 'movies', 'clips'] as const;
export type RowId = (typeof ROWS)[number];

export interface HomeRow {
  /** Ids of titles, or shows' names with their prefix. */
  readonly keys: readonly string[];
  /** Where the row goes on; null when this is all of it. */
  readonly next: string | null;
}

export type HomeRows = Readonly<Record<RowId, HomeRow>>;

/** Prefix of show cards' keys, so that they never meet a title's id. */
export const SHOW_KEY = 'show:';

const EMPTY_ROW: HomeRow = { keys: [], next: null };

export const NO_ROWS: HomeRows = {
  begun: EMPTY_ROW,
  next: EMPTY_ROW,
  coming: EMPTY_ROW,
  arrived: EMPTY_ROW,
  shows: EMPTY_ROW,
  movies: EMPTY_ROW,
  clips: EMPTY_ROW,
};

/** The rows after an answer: those it gave are new, and keep what had been paged after them. */
export function withAnswer(before: HomeRows, answer: HomeAnswer): HomeRows {
  const whole = (row: RowId, titles: readonly Title[] | null): HomeRow => (titles ? { keys: titles.map(keyOf), next: null } : before[row]);
  const paged = (row: RowId, page: Page<Title | ShowFacts> | null): HomeRow => (page ? joined(before[row], rowOf(page)) : before[row]);
  return {
    begun: whole('begun', answer.begun),
    next: whole('next', answer.next),
    coming: whole('coming', answer.coming && answer.coming.map((it) => it.title)),
    arrived: whole('arrived', answer.arrived),
    shows: paged('shows', answer.shows),
    movies: paged('movies', answer.movies),
    clips: paged('clips', answer.clips),
  };
}

/** The row gone on with; nothing twice, also if something came in between. */
export function withPage(row: HomeRow, page: Page<Title | ShowFacts>): HomeRow {
  const known: Record<string, true> = {};
  for (const key of row.keys) known[key] = true;
  const { keys, next } = rowOf(page);
  return { keys: row.keys.concat(keys.filter((key) => !known[key])), next };
}

/** Every title in an answer. */
export function titlesOf(answer: HomeAnswer): readonly Title[] {
  const coming = (answer.coming ?? []).map((it) => it.title);
  const rows = [answer.begun, answer.next, coming, answer.arrived, answer.movies?.items, answer.clips?.items];
  return rows.reduce<readonly Title[]>((all, row) => all.concat(row ?? []), []);
}

function rowOf(page: Page<Title | ShowFacts>): HomeRow {
  return { keys: page.items.map(keyOf), next: page.next ?? null };
}

function keyOf(item: Title | ShowFacts): string {
  return 'id' in item ? item.id : SHOW_KEY + item.name;
}

function joined(before: HomeRow, first: HomeRow): HomeRow {
  const at = before.keys.indexOf(first.keys[first.keys.length - 1] ?? '');
  if (first.next === null || at < 0 || at === before.keys.length - 1) return first;
  const rest = before.keys.slice(at + 1).filter((key) => !first.keys.includes(key));
  return { keys: first.keys.concat(rest), next: before.next };
}
