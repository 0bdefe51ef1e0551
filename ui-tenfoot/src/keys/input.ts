/** Turns DOM events into presses: keyboard events, and the history step that some TVs send for Back. */

import { meaning, type Key, type Press } from './keymap';

/** A TV that sends both a key and a history step for one Back press sends them within this time. */
const SAME_BACK_MS = 400;

export interface Input {
  close(): void;
}

export function openInput(target: Window, now: () => number, deliver: (press: Press) => void): Input {
  let down: Key | null = null;
  let lastBackMs = Number.NEGATIVE_INFINITY;

  const send = (key: Key, digit: number | null, held: boolean): void => {
    if (key === 'back') lastBackMs = now();
    deliver({ key, digit, held, atMs: now() });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const found = meaning(event);
    if (!found) return;
    event.preventDefault();
    const held = event.repeat || (down === found.key && found.key !== 'digit');
    down = found.key;
    if (found.key === 'back' && held) return;
    send(found.key, found.digit, held);
  };
  const onKeyUp = (): void => {
    down = null;
  };
  const onHistory = (): void => {
    target.history.pushState(null, '');
    if (now() - lastBackMs > SAME_BACK_MS) send('back', null, false);
  };
  target.history.pushState(null, '');
  target.addEventListener('keydown', onKeyDown);
  target.addEventListener('keyup', onKeyUp);
  target.addEventListener('blur', onKeyUp);
  target.addEventListener('popstate', onHistory);
  return {
    close: () => {
      target.removeEventListener('keydown', onKeyDown);
      target.removeEventListener('keyup', onKeyUp);
      target.removeEventListener('blur', onKeyUp);
      target.removeEventListener('popstate', onHistory);
    },
  };
}
