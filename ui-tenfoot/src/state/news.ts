/** The folders' news, read when a screen shows them and again when something happens. */

import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import { useApp } from '../app';
import type { News } from '../api/types';

/** The newest of all `folders` together, for as long as the calling screen is drawn. */
export function useNews(folders: Accessor<readonly string[]>, most: number): Accessor<readonly News[]> {
  const { api, box } = useApp();
  const [news, setNews] = createSignal<readonly News[]>([]);
  const look = async (): Promise<void> => {
    const answers = await Promise.all(folders().map((folder) => api.news(folder, most)));
    const all: News[] = [];
    for (const answer of answers) if (answer.ok) all.push(...answer.value);
    all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    setNews(all.slice(0, most));
  };
  createEffect(on(() => folders().join('\n'), () => void look()));
  onCleanup(box.listen('activity', () => void look()));
  return news;
}
