/** Screens with nothing on them yet: loading, an empty library, a box that never answered. */

import { For, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { t } from '../i18n/messages';

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

export function EmptyLibrary(): JSX.Element {
  const { router } = useApp();
  useKeys((press) => {
    if (press.key === 'back') router.open({ screen: 'leave' });
  });
  return (
    <div class="notice" data-testid="empty">
      <h1 class="notice-title">{t.emptyTitle}</h1>
      <p class="notice-text">{t.emptyNoDevices}</p>
      <p class="command">{t.emptyCommand}</p>
      <p class="notice-text">{t.emptyRest}</p>
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
