/** Titles as the sofa sees them: a show with its seasons, and what a title is called. */

import type { Title } from '../api/types';
import { t } from '../i18n/messages';

export interface Show {
  readonly name: string;
  readonly episodes: readonly Title[];
  readonly seasons: readonly Season[];
}

export interface Season {
  readonly number: number;
  readonly episodes: readonly Title[];
}

/** A show from its episodes in any order. */
export function showOf(name: string, titles: readonly Title[]): Show {
  const episodes = [...titles].sort(byEpisode);
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
