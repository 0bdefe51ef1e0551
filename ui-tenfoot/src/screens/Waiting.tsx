/** Screens with nothing on them yet: loading, an empty library, a box that never answered. */

import { For, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { focusedOf, move, type Row } from '../focus/grid';
import { t } from '../i18n/messages';
import type { Visit } from '../state/router';
import { Actions, type Action } from '../views/Actions';
import { PairPanel } from '../views/PairPanel';

/** The shape of Home before there is anything to fill it with. */
export function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" data-testid="skeleton" aria-label={t.loading}>
      <div class="bone bone-name" />
      <div class="bone bone-line" />
      <div class="bone-row">
        <For each={[1, 2, 3, 4]}>{() => <div class="bone bone-tile" />}</For>
      </div>
    </div>
  );
}

/** The first evening: how films get here, and the way in for a PC or a phone. */
export function EmptyLibrary(props: { readonly visit: Visit }): JSX.Element {
  const { box, router } = useApp();
  const actions: readonly Action[] = [
    { id: 'pair', label: t.pairDevice, run: () => router.open({ screen: 'pair' }) },
    { id: 'devices', label: t.devices, run: () => router.open({ screen: 'devices' }) },
  ];
  const rows: readonly Row[] = [{ id: 'actions', keys: actions.map((action) => action.id) }];
  const focusedId = (): string => focusedOf(props.visit.focus(), rows)?.key ?? '';
  useKeys((press) => {
    if (press.key === 'back') router.open({ screen: 'leave' });
    else if (press.key === 'left' || press.key === 'right') props.visit.setFocus(move(props.visit.focus(), rows, press.key));
    else if (press.key === 'ok' && !press.held) actions.find((action) => action.id === focusedId())?.run();
  });
  return (
    <div class="first" data-testid="empty">
      <div class="first-words">
        <h1 class="notice-title">{box.devices().length === 0 ? t.firstTitle(box.name()) : t.emptyTitle}</h1>
        <p class="notice-text">{t.emptyNoDevices}</p>
        <p class="command">{t.emptyCommand}</p>
        <p class="notice-text">{t.emptyRest}</p>
        <Actions actions={actions} focusedId={focusedId()} across />
      </div>
      <PairPanel />
    </div>
  );
}

/** After leaving: nothing runs, any key comes back. */
export function Left(props: { readonly onReturn: () => void }): JSX.Element {
  useKeys(() => {
    props.onReturn();
  });
  return (
    <div class="notice" data-testid="left">
      <p class="wordmark">{t.appName}</p>
      <p class="notice-text">{t.left}</p>
    </div>
  );
}
