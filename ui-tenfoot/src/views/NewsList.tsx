/** What happened lately, newest first. */

import { For, Show as When, type JSX } from 'solid-js';
import type { News } from '../api/types';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import { agoOf, newsOf } from '../state/members';

export function NewsList(props: { readonly news: readonly News[] }): JSX.Element {
  const { now } = useApp();
  return (
    <div class="news" data-testid="news">
      <When when={props.news.length === 0}>
        <p class="news-when">{t.noNews}</p>
      </When>
      <For each={props.news}>
        {(it) => (
          <div class="news-item">
            <p class="news-what">{newsOf(it)}</p>
            <p class="news-when">{agoOf(it.at, now())}</p>
          </div>
        )}
      </For>
    </div>
  );
}
