/** What a remote, a keyboard or a media key means. The one keymap; screens see only {@link Key}. */

export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'ok'
  | 'back'
  | 'playPause'
  | 'play'
  | 'pause'
  | 'stop'
  | 'rewind'
  | 'fastForward'
  | 'next'
  | 'previous'
  | 'digit';

/** One press. `held` is true for the repeats of a key that stays down. */
export interface Press {
  readonly key: Key;
  readonly digit: number | null;
  readonly held: boolean;
  readonly atMs: number;
}

/** Codes come first: webOS 2 and 3 have no `event.key`. */
const BY_CODE: Readonly<Record<number, Key>> = {
  37: 'left',
  38: 'up',
  39: 'right',
  40: 'down',
  13: 'ok',
  32: 'playPause',
  27: 'back', // keyboard Escape, also a CEC Exit remapped by the image
  8: 'back', // VIDAA, keyboard Backspace
  461: 'back', // webOS
  10009: 'back', // Tizen
  196: 'back', // game pad B
  166: 'back', // browser Back key
  195: 'ok', // game pad A
  203: 'up',
  204: 'down',
  205: 'left',
  206: 'right',
  211: 'up', // game pad stick
  212: 'down',
  213: 'right',
  214: 'left',
  19: 'pause',
  412: 'rewind',
  413: 'stop',
  415: 'play',
  417: 'fastForward',
  10232: 'previous', // Tizen track keys
  10233: 'next',
  10252: 'playPause',
  176: 'next', // keyboard media keys
  177: 'previous',
  178: 'stop',
  179: 'playPause',
};

/** For keys whose code is 0 or differs between platforms. */
const BY_NAME: Readonly<Record<string, Key>> = {
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowDown: 'down',
  Enter: 'ok',
  Select: 'ok',
  Escape: 'back',
  Backspace: 'back',
  GoBack: 'back',
  BrowserBack: 'back',
  XF86Back: 'back',
  MediaPlayPause: 'playPause',
  MediaPlay: 'play',
  MediaPause: 'pause',
  MediaStop: 'stop',
  MediaRewind: 'rewind',
  MediaFastForward: 'fastForward',
  MediaTrackNext: 'next',
  MediaTrackPrevious: 'previous',
};

const DIGIT_ZERO = 48;
const NUMPAD_ZERO = 96;

function digitOf(code: number): number | null {
  for (const zero of [DIGIT_ZERO, NUMPAD_ZERO]) {
    if (code >= zero && code <= zero + 9) return code - zero;
  }
  return null;
}

export interface KeyLike {
  readonly keyCode: number;
  readonly key?: string;
}

/** The meaning of a key event, or null for keys that are not ours (the platform keeps those). */
export function meaning(event: KeyLike): { key: Key; digit: number | null } | null {
  const key = BY_CODE[event.keyCode] ?? BY_NAME[event.key ?? ''];
  if (key !== undefined) return { key, digit: null };
  const digit = digitOf(event.keyCode);
  return digit === null ? null : { key: 'digit', digit };
}
