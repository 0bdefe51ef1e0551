/** One title on a shelf: generated picture, what it is, where it stands, how far the viewer is. */

import { Show, type JSX } from 'solid-js';
import type { Title } from '../api/types';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import { byline, headline, variantOf } from '../state/catalogue';
import { watchedPart, type Standing } from '../state/standing';
import { artOf } from './art';
import { followFocus } from './focusable';

export interface TileProps {
  readonly title: Title;
  readonly focused: boolean;
  readonly current: boolean;
  /** In a show's own row the show's name is on the shelf, not on each tile. */
  readonly inShow: boolean;
  readonly onChoose: () => void;
}

export function Tile(props: TileProps): JSX.Element {
  const { box } = useApp();
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  const standing = (): Standing => box.standing(props.title);
  const watched = (): boolean => props.title.progress?.watched === true;
  const picture = (): string => props.title.show ?? headline(props.title);
  return (
    <div
      ref={element}
      class="tile"
      classList={{ 'tile-focused': props.focused, [`tile-${standing().kind}`]: true }}
      role="button"
      tabindex={props.current ? 0 : -1}
      data-testid="tile"
      data-title-id={props.title.id}
      data-standing={standing().kind}
      aria-label={tileName(props.title, standing())}
      onClick={() => props.onChoose()}
    >
      <div class="tile-art" style={{ 'background-image': artOf(picture(), variantOf(props.title)).background }}>
        <Show when={!props.inShow && props.title.show}>
          <span class="tile-show">{props.title.show}</span>
        </Show>
        <span class="tile-mark">{tileMark(props.title)}</span>
        <Show when={watched()}>
          <span class="tile-tick" data-testid="tile-watched" />
        </Show>
        <Show when={watchedPart(props.title) > 0 && !watched()}>
          <span class="tile-resume">
            <span style={{ transform: `scaleX(${watchedPart(props.title).toFixed(3)})` }} />
          </span>
        </Show>
      </div>
      <div class="tile-name">{headline(props.title)}</div>
      <TileStanding standing={standing()} />
    </div>
  );
}

function TileStanding(props: { readonly standing: Standing }): JSX.Element {
  return (
    <div class="tile-line">
      <span class={`dot dot-${props.standing.kind}`} />
      <Show when={props.standing.percentHere > 0 && props.standing.percentHere < 100}>
        <span class="mini-bar">
          <span style={{ transform: `scaleX(${(props.standing.percentHere / 100).toFixed(2)})` }} />
        </span>
      </Show>
      <span class="tile-standing" data-testid="tile-standing">
        {props.standing.short}
      </span>
    </div>
  );
}

/** The large letters in the picture: the episode's number, else the name's initials. */
function tileMark(title: Title): string {
  const numbers = title.episodes ?? [];
  if (title.kind === 'episode' && numbers.length > 0) return String(numbers[0]);
  return artOf(headline(title)).initials;
}

function tileName(title: Title, standing: Standing): string {
  const parts = [byline(title), headline(title), standing.short];
  if (title.progress?.watched === true) parts.push(t.watched);
  return parts.filter((part) => part !== '').join(', ');
}
