/** The library as the sofa sees it: shows with seasons, movies, clips, and what to go on with. */

import type { Title } from '../api/types';
import { t } from '../i18n/messages';
import { isBegun } from './standing';

export interface Show {
  readonly name: string;
  readonly episodes: readonly Title[];
  readonly seasons: readonly Season[];
}

export interface Season {
  readonly number: number;
  readonly episodes: readonly Title[];
}

export interface Catalogue {
  readonly shows: readonly Show[];
  readonly movies: readonly Title[];
  readonly clips: readonly Title[];
  readonly begun: readonly Title[];
  readonly ready: readonly Title[];
}

/** The most titles in a row that mixes everything; more is what the shows' own rows are for. */
const MIXED_ROW_TITLES = 40;

export function catalogueOf(titles: readonly Title[]): Catalogue {
  const byShow: Record<string, Title[]> = {};
  const movies: Title[] = [];
  const clips: Title[] = [];
  for (const title of titles) {
    if (title.kind === 'movie') movies.push(title);
    else if (title.kind === 'clip' || !title.show) clips.push(title);
    else (byShow[title.show] ??= []).push(title);
  }
  const shows = Object.keys(byShow)
    .sort(byWords)
    .map((name) => showOf(name, byShow[name] ?? []));
  const inOrder = [...shows.reduce<Title[]>((all, show) => all.concat(show.episodes), []), ...movies, ...clips];
  return {
    shows,
    movies: movies.sort(byName),
    clips: clips.sort(byName),
    begun: inOrder.filter(isBegun).slice(0, MIXED_ROW_TITLES),
    ready: inOrder.filter(isReady).slice(0, MIXED_ROW_TITLES),
  };
}

function isReady(title: Title): boolean {
  return title.availability.state === 'ready' && title.progress?.watched !== true;
}

function showOf(name: string, titles: Title[]): Show {
  const episodes = titles.sort(byEpisode);
  const numbers = episodes.map(seasonOf).filter((number, index, all) => all.indexOf(number) === index);
  return {
    name,
    episodes,
    seasons: numbers.map((number) => ({ number, episodes: episodes.filter((e) => seasonOf(e) === number) })),
  };
}

function seasonOf(title: Title): number {
  return title.season ?? 1;
}

function byEpisode(a: Title, b: Title): number {
  return seasonOf(a) - seasonOf(b) || (a.episodes?.[0] ?? 0) - (b.episodes?.[0] ?? 0) || byName(a, b);
}

function byName(a: Title, b: Title): number {
  return byWords(a.name ?? '', b.name ?? '');
}

function byWords(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' });
}

/** The episode to start with: the first that is not watched. */
export function firstUnwatched(episodes: readonly Title[]): number {
  const index = episodes.findIndex((episode) => episode.progress?.watched !== true);
  return index < 0 ? 0 : index;
}

/** What plays after `id`, or null after the last. */
export function nextEpisode(catalogue: Catalogue, id: string): Title | null {
  for (const show of catalogue.shows) {
    const index = show.episodes.findIndex((episode) => episode.id === id);
    if (index >= 0) return show.episodes[index + 1] ?? null;
  }
  return null;
}

/** Which of its family a title is, for its generated picture. */
export function variantOf(title: Title): number {
  return seasonOf(title) * 7 + (title.episodes?.[0] ?? 0);
}

/** What a title is called where there is room for one line. */
export function headline(title: Title): string {
  if (title.name) return title.name;
  if (title.episodes && title.episodes.length > 0) return t.episode(title.episodes);
  const file = (title.path ?? '').split('/').pop() ?? '';
  return file === '' ? t.kind[title.kind] : file;
}

/** The line above or below it: the show with season and episode, or the year. */
export function byline(title: Title): string {
  const parts: string[] = [];
  if (title.kind === 'episode' && title.show) {
    parts.push(title.show, t.episodeShort(title.season ?? null, title.episodes ?? []).trim());
  } else if (title.year) {
    parts.push(String(title.year));
  }
  return parts.filter((part) => part !== '').join(' · ');
}
