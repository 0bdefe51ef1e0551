// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInput, type Input } from '../src/keys/input';
import { meaning, type Press } from '../src/keys/keymap';

describe('keymap', () => {
  it.each([
    [{ keyCode: 461 }, 'back'], // webOS
    [{ keyCode: 10009 }, 'back'], // Tizen
    [{ keyCode: 8 }, 'back'], // VIDAA
    [{ keyCode: 27, key: 'Escape' }, 'back'],
    [{ keyCode: 13 }, 'ok'],
    [{ keyCode: 40 }, 'down'],
    [{ keyCode: 10252 }, 'playPause'],
    [{ keyCode: 417 }, 'fastForward'],
    [{ keyCode: 0, key: 'MediaTrackNext' }, 'next'],
  ])('meaning_of_%o_is_%s', (event, key) => {
    expect(meaning(event)?.key).toBe(key);
  });

  it('meaning_ofDigits_carriesTheDigit', () => {
    expect(meaning({ keyCode: 55, key: '7' })).toEqual({ key: 'digit', digit: 7 });
    expect(meaning({ keyCode: 98, key: '2' })).toEqual({ key: 'digit', digit: 2 });
  });

  it('meaning_ofAnUnknownKey_isLeftToThePlatform', () => {
    expect(meaning({ keyCode: 447, key: 'AudioVolumeUp' })).toBeNull();
  });
});

describe('input', () => {
  let presses: Press[];
  let clockMs: number;
  let input: Input;

  beforeEach(() => {
    presses = [];
    clockMs = 1000;
    input = openInput(window, () => clockMs, (press) => presses.push(press));
  });
  afterEach(() => {
    input.close();
  });

  const keyDown = (keyCode: number): void => {
    const event = new KeyboardEvent('keydown');
    Object.defineProperty(event, 'keyCode', { value: keyCode });
    window.dispatchEvent(event);
  };

  it('keyDown_repeatedWithoutKeyUp_isHeld', () => {
    keyDown(39);
    keyDown(39);
    window.dispatchEvent(new KeyboardEvent('keyup'));
    keyDown(39);
    expect(presses.map((press) => press.held)).toEqual([false, true, false]);
  });

  it('back_sentAsKeyAndAsHistoryStep_countsOnce', () => {
    keyDown(461);
    clockMs += 20;
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(presses.map((press) => press.key)).toEqual(['back']);
  });

  it('back_sentOnlyAsHistoryStep_counts', () => {
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(presses.map((press) => press.key)).toEqual(['back']);
  });

  it('back_heldDown_countsOnce', () => {
    keyDown(461);
    keyDown(461);
    expect(presses).toHaveLength(1);
  });
});
