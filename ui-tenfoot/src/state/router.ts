/** Which screen is up, which are behind it, and where the focus was on each. */

import { createSignal, type Accessor } from 'solid-js';
import { NOWHERE, type Focus } from '../focus/grid';

export type Place =
  | { readonly screen: 'home' }
  | { readonly screen: 'show'; readonly show: string }
  | { readonly screen: 'title'; readonly titleId: string }
  | { readonly screen: 'player'; readonly titleId: string; readonly fromStart: boolean }
  | { readonly screen: 'menu' }
  | { readonly screen: 'devices' }
  | { readonly screen: 'pair' }
  | { readonly screen: 'device'; readonly deviceId: string }
  | { readonly screen: 'folder'; readonly folderId: string }
  | { readonly screen: 'leave' }
  | { readonly screen: 'approve'; readonly deviceId: string }
  | { readonly screen: 'take'; readonly folderId: string };

export interface Visit {
  readonly place: Place;
  readonly focus: Accessor<Focus>;
  readonly setFocus: (focus: Focus) => void;
}

/** Screens that lie over the one they were opened from. */
const OVERLAYS: readonly Place['screen'][] = ['title', 'leave', 'approve', 'take', 'menu', 'device', 'folder'];

export interface Router {
  readonly stack: Accessor<readonly Visit[]>;
  /** The full screen that is drawn. */
  readonly base: Accessor<Visit>;
  /** What lies over it, if anything. */
  readonly overlay: Accessor<Visit | null>;
  readonly open: (place: Place) => void;
  /** Takes the place of the current screen: the next episode after this one. */
  readonly replace: (place: Place) => void;
  readonly back: () => void;
}

export function createRouter(first: Place): Router {
  const [stack, setStack] = createSignal<readonly Visit[]>([visit(first)]);
  const top = (): Visit => stack()[stack().length - 1] as Visit;
  const isOverlay = (it: Visit): boolean => OVERLAYS.includes(it.place.screen);
  return {
    stack,
    base: () => [...stack()].reverse().find((it) => !isOverlay(it)) ?? (stack()[0] as Visit),
    overlay: () => (isOverlay(top()) ? top() : null),
    open: (place) => setStack([...stack(), visit(place)]),
    replace: (place) => setStack([...stack().slice(0, -1), visit(place)]),
    back: () => {
      if (stack().length > 1) setStack(stack().slice(0, -1));
    },
  };
}

function visit(place: Place): Visit {
  const [focus, setFocus] = createSignal<Focus>(NOWHERE);
  return { place, focus, setFocus };
}
