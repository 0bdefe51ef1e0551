/** Carries the model's focus over to the page, so that screen readers and the pointer agree with it. */

import { createEffect, onMount, type Accessor } from 'solid-js';

/** Gives `element` the page's focus whenever `focused` says so. */
export function followFocus(element: () => HTMLElement | undefined, focused: Accessor<boolean>): void {
  const take = (): void => {
    if (focused()) element()?.focus({ preventScroll: true });
  };
  onMount(take);
  createEffect(take);
}
