/** A show on home's shelf of shows. */

import type { JSX } from 'solid-js';
import { t } from '../i18n/messages';
import type { ShowFacts } from '../api/types';
import { artOf } from './art';
import { followFocus } from './focusable';

export interface ShowCardProps {
  readonly show: ShowFacts;
  readonly focused: boolean;
  readonly current: boolean;
  readonly onChoose: () => void;
}

export function ShowCard(props: ShowCardProps): JSX.Element {
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  const facts = (): string => `${t.seasons(props.show.seasons.length)} · ${t.episodes(props.show.titles)}`;
  return (
    <div
      ref={element}
      class="tile"
      classList={{ 'tile-focused': props.focused }}
      role="button"
      tabindex={props.current ? 0 : -1}
      data-testid="show-card"
      data-show={props.show.name}
      aria-label={`${props.show.name}, ${t.allEpisodes}`}
      onClick={() => props.onChoose()}
    >
      <div class="tile-art show-art" style={{ 'background-image': artOf(props.show.name).background }}>
        <span class="show-name">{props.show.name}</span>
      </div>
      <div class="tile-name">{t.allEpisodes}</div>
      <div class="tile-line">{facts()}</div>
    </div>
  );
}
