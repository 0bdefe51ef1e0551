/** What every screen is given: the one place where the page's parts are put together is main.tsx. */

import { createContext, onCleanup, useContext } from 'solid-js';
import type { BoxApi } from './api/client';
import type { Press } from './keys/keymap';
import type { Box } from './state/box';
import type { Router } from './state/router';

/** Takes a press; the screen on top gets every one. */
export type KeyHandler = (press: Press) => void;

/** An overlay's keys never reach the screen below it, whichever was drawn last. */
export type Layer = 'screen' | 'overlay';

export interface App {
  readonly api: BoxApi;
  readonly box: Box;
  readonly router: Router;
  readonly profile: unknown;
  readonly now: () => number;
  /** Says a sentence to whoever listens rather than looks. */
  readonly announce: (sentence: string) => void;
  readonly takeKeys: (handler: KeyHandler, layer: Layer) => () => void;
}

export const AppContext = createContext<App>();

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('a screen was drawn outside the app');
  return app;
}

/** The calling screen receives the keys for as long as it is drawn. */
export function useKeys(handler: KeyHandler, layer: Layer = 'screen'): void {
  onCleanup(useApp().takeKeys(handler, layer));
}
