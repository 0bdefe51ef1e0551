/** The player's display: what plays, where in it, what of it is on the box, and what else to do. */

import { For, Show as When, type JSX } from 'solid-js';
import type { Title } from '../api/types';
import { clock, percent } from '../i18n/format';
import { t } from '../i18n/messages';
import { bufferedParts, presentPart, presentParts, stripes } from '../player/bar';
import type { WatchSession } from '../player/session';
import { byline, headline } from '../state/catalogue';
import { followFocus } from './focusable';

export interface PlayerOsdProps {
  readonly session: WatchSession;
  readonly title: Title;
  readonly video: HTMLVideoElement;
  readonly sources: readonly string[];
}

/** Colours of the bar's layers; the tokens file names the same ones. */
const ON_BOX = 'rgba(242, 184, 75, 0.38)';
const READ_BY_TV = 'rgba(255, 240, 212, 0.5)';

export function PlayerOsd(props: PlayerOsdProps): JSX.Element {
  const paused = (): boolean => props.session.state().phase === 'paused';
  return (
    <div class="osd" data-testid="osd">
      <div class="osd-title">
        <p class="billboard-byline">{byline(props.title)}</p>
        <h1 class="osd-name">{headline(props.title)}</h1>
      </div>
      <When when={paused()}>
        <p class="osd-paused" data-testid="paused">
          {t.pausedNow}
        </p>
      </When>
      <div class="osd-foot">
        <Bar {...props} />
        <div class="osd-line">
          <OsdButtons session={props.session} />
          <p class="osd-here" data-testid="osd-here">
            {hereWords(props)}
          </p>
        </div>
      </div>
    </div>
  );
}

function hereWords(props: PlayerOsdProps): string {
  const chunks = props.session.chunks();
  if (chunks === null) return '';
  const here = percent(presentPart(chunks), 1);
  return here === 100 ? t.allHere : t.partHere(here, props.sources);
}

function Bar(props: PlayerOsdProps): JSX.Element {
  let element: HTMLDivElement | undefined;
  const { session } = props;
  const focused = (): boolean => session.osd().focus === 'bar';
  const duration = (): number => session.state().durationSeconds || (props.title.durationSeconds ?? 0);
  const shownAt = (): number => session.scrub()?.targetSeconds ?? session.state().positionSeconds;
  const part = (): number => (duration() > 0 ? Math.min(1, shownAt() / duration()) : 0);
  const onBox = (): string => {
    const chunks = session.chunks();
    return chunks === null ? 'none' : stripes(presentParts(chunks), ON_BOX);
  };
  const read = (): string => {
    session.nowMs(); // the element has no event for every change of its ranges; look with each tick
    return stripes(bufferedParts(props.video.buffered, duration()), READ_BY_TV);
  };
  followFocus(() => element, focused);
  return (
    <div class="bar-line">
      <span class="bar-time" data-testid="position">
        {clock(shownAt())}
      </span>
      <div
        ref={element}
        class="bar"
        classList={{ 'bar-focused': focused(), 'bar-scrubbing': session.scrub() !== null }}
        role="slider"
        tabindex={focused() ? 0 : -1}
        aria-label={t.seekBar}
        aria-valuemin={0}
        aria-valuemax={Math.round(duration())}
        aria-valuenow={Math.round(shownAt())}
        aria-valuetext={clock(shownAt())}
        data-testid="bar"
      >
        <div class="bar-layer" style={{ 'background-image': onBox() }} />
        <div class="bar-layer" style={{ 'background-image': read() }} />
        <div class="bar-layer bar-played" style={{ transform: `scaleX(${part().toFixed(4)})` }} />
        <div class="bar-knob" style={{ left: `${(part() * 100).toFixed(2)}%` }} />
        <When when={session.scrub()}>
          <div class="bar-bubble" style={{ left: `${(part() * 100).toFixed(2)}%` }}>
            {clock(shownAt())}
          </div>
        </When>
      </div>
      <span class="bar-time">{clock(duration())}</span>
    </div>
  );
}

function OsdButtons(props: { readonly session: WatchSession }): JSX.Element {
  const focusedAt = (): number => (props.session.osd().focus === 'buttons' ? props.session.osd().button : -1);
  return (
    <div class="actions actions-across">
      <For each={props.session.buttons().map((button) => button.id)}>
        {(id, at) => (
          <OsdButton
            id={id}
            focused={focusedAt() === at()}
            run={() => props.session.buttons().find((button) => button.id === id)?.run()}
          />
        )}
      </For>
    </div>
  );
}

function OsdButton(props: { readonly id: 'next' | 'again'; readonly focused: boolean; readonly run: () => void }): JSX.Element {
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  return (
    <div
      ref={element}
      class="action action-small"
      classList={{ 'action-focused': props.focused }}
      role="button"
      tabindex={props.focused ? 0 : -1}
      data-testid={`osd-${props.id}`}
      onClick={() => props.run()}
    >
      {props.id === 'next' ? t.nextEpisode : t.startAgain}
    </div>
  );
}
