import { describe, expect, it } from 'vitest';
import { presentPart, presentParts, stripes } from '../src/player/bar';
import { aged, HIDDEN, shown, walked } from '../src/player/osd';
import { isSettled, scrub, type Scrub } from '../src/player/seek';

const film = { positionSeconds: 100, durationSeconds: 3600 };

describe('seek', () => {
  it('press_once_movesTenSeconds', () =>
    expect(scrub(null, 1, { held: false, atMs: 0 }, film).targetSeconds).toBe(110));

  it('press_held_accelerates', () => {
    let state: Scrub | null = null;
    const steps: number[] = [];
    for (let atMs = 0; atMs <= 6000; atMs += 125) {
      const before: number = state?.targetSeconds ?? 100;
      state = scrub(state, 1, { held: atMs > 0, atMs }, film);
      steps.push(state.targetSeconds - before);
    }
    expect([steps[0], steps[8], steps[20], steps[41]]).toEqual([10, 20, 40, 120]);
  });

  it('press_repeatedTooFast_isIgnored', () => {
    const first = scrub(null, 1, { held: false, atMs: 0 }, film);
    expect(scrub(first, 1, { held: true, atMs: 30 }, film)).toBe(first);
  });

  it('press_pastTheEnds_staysInTheFilm', () => {
    expect(scrub(null, -1, { held: false, atMs: 0 }, { ...film, positionSeconds: 4 }).targetSeconds).toBe(0);
    expect(scrub(null, 1, { held: false, atMs: 0 }, { ...film, positionSeconds: 3598 }).targetSeconds).toBe(3599);
  });

  it('press_settled_onlyAfterARest', () => {
    const state = scrub(null, 1, { held: false, atMs: 1000 }, film);
    expect([isSettled(state, 1200), isSettled(state, 1350)]).toEqual([false, true]);
  });
});

describe('bar', () => {
  const chunks = { chunkBytes: 1, count: 16, present: btoa(String.fromCharCode(0b00001111, 0b10000000)) };
  it('bitmap_lowestBitFirst_givesParts', () =>
    expect(presentParts(chunks)).toEqual([
      { from: 0, to: 0.25 },
      { from: 15 / 16, to: 1 },
    ]));
  it('bitmap_counted_givesTheShare', () => expect(presentPart(chunks)).toBe(5 / 16));
  it('bitmap_withOneChunkMissingInACell_leavesTheCellEmpty', () => {
    const bits = new Array<number>(40).fill(255).map((byte, at) => (at === 0 ? 254 : byte));
    const many = { chunkBytes: 1, count: 320, present: btoa(String.fromCharCode(...bits)) };
    expect(presentParts(many)).toEqual([{ from: 1 / 160, to: 1 }]);
  });
  it('stripes_haveHardEdges', () =>
    expect(stripes([{ from: 0.1, to: 0.5 }], 'red')).toBe(
      'linear-gradient(90deg, transparent 0%, transparent 10.00%, red 10.00%, red 50.00%, transparent 50.00%, transparent 100%)',
    ));
});

describe('osd', () => {
  it('shown_whilePlaying_goesByItself', () => {
    const osd = shown(HIDDEN, 0);
    expect([aged(osd, 4000, true).visible, aged(osd, 5000, true).visible, aged(osd, 5000, false).visible]).toEqual([true, false, true]);
  });
  it('down_fromTheBar_reachesTheButtonsAndUpReturns', () => {
    const buttons = walked(shown(HIDDEN, 0), 'down', 2, 0);
    expect([buttons.focus, walked(buttons, 'right', 2, 0).button, walked(buttons, 'up', 2, 0).focus]).toEqual(['buttons', 1, 'bar']);
  });
  it('right_pastTheLastButton_stays', () => {
    const last = { ...walked(shown(HIDDEN, 0), 'down', 2, 0), button: 1 };
    expect(walked(last, 'right', 2, 0).button).toBe(1);
  });
});
