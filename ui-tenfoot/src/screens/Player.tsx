/** The player: the film, and over it what the viewer asked to see or needs to know. */

import { createEffect, createMemo, on, onCleanup, onMount, Show as When, type JSX } from 'solid-js';
import type { Title } from '../api/types';
import { useApp, useKeys } from '../app';
import { t } from '../i18n/messages';
import { WatchSession } from '../player/session';
import { wordsFor } from '../player/words';
import { headline } from '../state/catalogue';
import { PlayerOsd } from '../views/PlayerOsd';

const TICK_MS = 250;

export function Player(props: { readonly titleId: string; readonly fromStart: boolean }): JSX.Element {
  const app = useApp();
  const video = (<video class="film" data-testid="player" playsinline preload="auto" />) as HTMLVideoElement;
  const session = new WatchSession(app, props.titleId, video);
  const title = (): Title | undefined => app.box.title(props.titleId);
  const sources = (): readonly string[] => {
    const it = title();
    return it ? app.box.sourceNames(it) : [];
  };
  const words = createMemo(() => wordsFor(session.state(), session.nowMs(), sources()));
  createEffect(() => {
    if (words() !== '') app.announce(words());
  });
  // The box says when the title's chunks changed; the bar then looks again.
  createEffect(on(() => title()?.availability, () => void session.readChunks(), { defer: true }));
  createEffect(on(() => app.box.queued(props.titleId)?.bytesDone, () => void session.readChunks(), { defer: true }));
  createEffect(on(() => session.osd().visible, () => void session.readChunks(), { defer: true }));
  useKeys((press) => {
    session.press(press);
  });
  driveWhileShown(session, props.fromStart, () => void app.box.refreshTitle(props.titleId));
  return (
    <div class="player" data-phase={session.state().phase} data-testid="player-screen">
      {video}
      <When when={words() !== ''}>
        <p class="player-words" data-testid="player-message">
          {words()}
        </p>
      </When>
      <When when={session.osd().visible && session.countdown() === null && title()}>
        {(it) => <PlayerOsd session={session} title={it()} video={video} sources={sources()} />}
      </When>
      <When when={session.countdown() !== null && session.next()}>
        {(next) => <NextUp title={next()} seconds={session.countdown() ?? 0} />}
      </When>
    </div>
  );
}

function driveWhileShown(session: WatchSession, fromStart: boolean, closed: () => void): void {
  onMount(() => {
    session.start(fromStart);
    const timer = window.setInterval(() => session.tick(), TICK_MS);
    const save = (): void => session.saveNow();
    window.addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', save);
    onCleanup(() => {
      window.clearInterval(timer);
      window.removeEventListener('pagehide', save);
      document.removeEventListener('visibilitychange', save);
      session.close();
      closed();
    });
  });
}

function NextUp(props: { readonly title: Title; readonly seconds: number }): JSX.Element {
  return (
    <div class="next-up" data-testid="next-up" role="dialog" aria-label={t.nextEpisode}>
      <p class="next-up-when">{t.nextIn(props.seconds)}</p>
      <p class="next-up-name">{headline(props.title)}</p>
      <div class="action action-focused" role="button" tabindex={0} data-testid="next-now">
        {t.play}
      </div>
    </div>
  );
}
