/** A title's sheet: play it, stock it, keep it. Lies over the screen it was opened from. */

import { createMemo, createSignal, Show as When, untrack, type JSX } from 'solid-js';
import type { Answer } from '../api/client';
import type { Title } from '../api/types';
import { useApp, useKeys, type App } from '../app';
import { focusedOf, move, type Row } from '../focus/grid';
import { t } from '../i18n/messages';
import { headline, variantOf } from '../state/catalogue';
import type { Visit } from '../state/router';
import { isBegun } from '../state/standing';
import { Actions, type Action } from '../views/Actions';
import { artOf } from '../views/art';
import { TitleFacts } from '../views/Billboard';

export function TitleSheet(props: { readonly visit: Visit; readonly titleId: string }): JSX.Element {
  const app = useApp();
  const [result, setResult] = createSignal('');
  void app.box.refreshEntry(untrack(() => props.titleId));
  const say = (sentence: string): void => {
    setResult(sentence);
    app.announce(sentence);
  };
  const title = (): Title | undefined => app.box.title(props.titleId);
  const fromShow = app.router.base().place.screen === 'show';
  const actions = createMemo((): Action[] => {
    const it = title();
    return it ? actionsFor(app, it, fromShow, say) : [{ id: 'close', label: t.close, run: app.router.back }];
  });
  const rows = (): Row[] => actions().map((action) => ({ id: action.id, keys: [action.id] }));
  const focusedId = (): string => focusedOf(props.visit.focus(), rows())?.key ?? '';
  useKeys((press) => {
    if (press.key === 'back') app.router.back();
    else if (press.key === 'up' || press.key === 'down') props.visit.setFocus(move(props.visit.focus(), rows(), press.key));
    else if ((press.key === 'ok' && !press.held) || press.key === 'playPause') {
      actions().find((action) => action.id === focusedId())?.run();
    }
  }, 'overlay');
  return (
    <div class="veil veil-side" data-testid="title-sheet" data-title-id={props.titleId}>
      <div class="sheet" role="dialog" aria-label={headlineOf(title())}>
        <When when={title()}>
          {(it) => (
            <>
              <div class="sheet-art" style={{ 'background-image': artOf(it().show ?? headline(it()), variantOf(it())).background }} />
              <div class="sheet-facts">
                <TitleFacts title={it()} />
              </div>
            </>
          )}
        </When>
        <Actions actions={actions()} focusedId={focusedId()} across={false} />
        <p class="sheet-result" data-testid="result">
          {result()}
        </p>
      </div>
    </div>
  );
}

function headlineOf(title: Title | undefined): string {
  return title ? headline(title) : t.appName;
}

function actionsFor(app: App, title: Title, fromShow: boolean, say: (sentence: string) => void): Action[] {
  const play = (fromStart: boolean) => (): void => app.router.open({ screen: 'player', titleId: title.id, fromStart });
  const all: Action[] = isBegun(title)
    ? [
        { id: 'resume', label: t.resumeAt(title.progress?.positionSeconds ?? 0), run: play(false) },
        { id: 'from-start', label: t.fromStart, run: play(true) },
      ]
    : [{ id: 'play', label: t.play, run: play(true) }];
  if (title.availability.state !== 'ready') all.push(stockAction(app, title, say));
  all.push(keepAction(app, title, say));
  const show = title.show;
  if (show && !fromShow) {
    all.push({ id: 'show', label: t.showPage(show), run: () => app.router.replace({ screen: 'show', show }) });
  }
  return all;
}

function stockAction(app: App, title: Title, say: (sentence: string) => void): Action {
  const queued = app.box.queued(title.id);
  const label = queued && queued.state !== 'failed' ? t.inQueue : t.addToQueue;
  const run = async (): Promise<void> => {
    const answer = await app.api.enqueue(title.id);
    say(answer.ok ? t.queuedNow : t.queueFailed(wordsFor(answer)));
    if (answer.ok) app.box.changed({ topic: 'queue', subject: title.id });
  };
  return { id: 'queue', label, run: () => void run() };
}

function keepAction(app: App, title: Title, say: (sentence: string) => void): Action {
  const keep = title.keep !== true;
  const run = async (): Promise<void> => {
    const answer = await app.api.keep(title.id, keep);
    if (answer.ok) app.box.amend(title.id, { keep });
    say(answer.ok ? (keep ? t.keptNow : t.unkeptNow) : t.keepFailed(wordsFor(answer)));
  };
  return { id: 'keep', label: keep ? t.keep : t.unkeep, run: () => void run() };
}

function wordsFor(answer: Extract<Answer<unknown>, { ok: false }>): string {
  if (answer.fault.kind === 'away') return t.boxAway;
  return answer.fault.kind === 'refused' ? answer.fault.detail : '';
}
