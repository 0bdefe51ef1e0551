/** The player's on-screen display: when it shows, and where the focus is on it. Pure. */

import type { Key } from '../keys/keymap';

export interface Osd {
  readonly visible: boolean;
  readonly untilMs: number;
  /** The bar keeps the focus while seeking; buttons are reached with down. */
  readonly focus: 'bar' | 'buttons';
  readonly button: number;
}

export const HIDDEN: Osd = { visible: false, untilMs: 0, focus: 'bar', button: 0 };

const SHOWN_FOR_MS = 4500;

export function shown(osd: Osd, nowMs: number): Osd {
  const focus = osd.visible ? osd : HIDDEN;
  return { ...focus, visible: true, untilMs: nowMs + SHOWN_FOR_MS };
}

/** Hides when its time is over, but never while paused: a paused film says where it is. */
export function aged(osd: Osd, nowMs: number, playing: boolean): Osd {
  if (!osd.visible || !playing) return osd;
  return nowMs >= osd.untilMs ? HIDDEN : osd;
}

/** Where an arrow leads on the display. */
export function walked(osd: Osd, key: Key, buttons: number, nowMs: number): Osd {
  if (!osd.visible) return shown(osd, nowMs);
  const next = shown(osd, nowMs);
  if (osd.focus === 'bar') {
    return key === 'down' && buttons > 0 ? { ...next, focus: 'buttons', button: 0 } : next;
  }
  if (key === 'up') return { ...next, focus: 'bar' };
  if (key === 'left') return { ...next, button: Math.max(0, osd.button - 1) };
  if (key === 'right') return { ...next, button: Math.min(buttons - 1, osd.button + 1) };
  return next;
}
