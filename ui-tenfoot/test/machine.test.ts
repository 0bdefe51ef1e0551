import { describe, expect, it } from 'vitest';
import { isWatched, opening, retryPauseMs, step, type Playback, type PlaybackEvent } from '../src/player/machine';
import { wordsFor } from '../src/player/words';

const run = (...events: PlaybackEvent[]): Playback => events.reduce((state, event) => step(state, event, 0), opening(40, 0));
const playing: PlaybackEvent[] = [
  { type: 'duration', durationSeconds: 100 },
  { type: 'loaded', wantsPlay: true },
  { type: 'playing' },
];
const played = (seconds: number): PlaybackEvent[] =>
  Array.from({ length: seconds * 4 }, (_, at) => ({ type: 'time', positionSeconds: 40 + (at + 1) / 4 }));
const names = ["Anna's PC"];

describe('machine', () => {
  it('opening_withAZeroFromTheElement_keepsWhereToResume', () =>
    expect(run({ type: 'time', positionSeconds: 0 }).positionSeconds).toBe(40));

  it('lost_thenLoadedAgain_keepsThePosition', () => {
    const state = run(...playing, ...played(5), { type: 'lost', loss: 'boxAway' }, { type: 'time', positionSeconds: 0 });
    expect(state).toMatchObject({ phase: 'retrying', positionSeconds: 45, attempt: 1 });
    expect(step(state, { type: 'loaded', wantsPlay: true }, 0)).toMatchObject({ phase: 'waiting', loss: null });
  });

  it('lost_whilePaused_staysPausedAfterwards', () => {
    const state = run(...playing, { type: 'paused' }, { type: 'lost', loss: 'sourceAway' }, { type: 'loaded', wantsPlay: false });
    expect(state.phase).toBe('paused');
  });

  it('playing_afterLosses_forgetsTheAttempts', () =>
    expect(run({ type: 'lost', loss: 'boxAway' }, { type: 'lost', loss: 'boxAway' }, { type: 'playing' }).attempt).toBe(0));

  it('broken_isFinal', () =>
    expect(run({ type: 'broken', detail: '' }, { type: 'playing' }).phase).toBe('broken'));

  it('evidence_beforeThreeSeconds_provesNothing', () =>
    expect(run(...playing, ...played(2), { type: 'evidence', videoWidth: 0, audioBytes: 0 }).complaint).toBeNull());

  it('evidence_withoutPictureOrSound_complains', () => {
    const after = (videoWidth: number, audioBytes: number | null): string | null =>
      run(...playing, ...played(4), { type: 'evidence', videoWidth, audioBytes }).complaint;
    expect([after(0, 9), after(640, 0), after(640, 9), after(640, null)]).toEqual(['noPicture', 'noSound', null, null]);
  });

  it('isWatched_nearTheEnd_isTrue', () => {
    expect(isWatched({ ...opening(93, 0), durationSeconds: 100 })).toBe(true);
    expect(isWatched({ ...opening(90, 0), durationSeconds: 100 })).toBe(false);
  });

  it('retryPause_growsToALimit', () =>
    expect([1, 2, 3, 4, 9].map(retryPauseMs)).toEqual([1000, 2000, 4000, 8000, 8000]));
});

describe('words', () => {
  const waiting = run(...playing, { type: 'waiting' });
  it('waiting_briefly_saysNothing', () => expect(wordsFor(waiting, 2900, names)).toBe(''));
  it('waiting_forThreeSeconds_namesTheSource', () => expect(wordsFor(waiting, 3000, names)).toBe("Waiting for Anna's PC…"));
  it('boxAway_saysSoAtOnce', () =>
    expect(wordsFor(run({ type: 'lost', loss: 'boxAway' }), 0, names)).toBe('The box does not answer. Trying again…'));
  it('sourceAway_namesTheSource', () =>
    expect(wordsFor(run({ type: 'lost', loss: 'sourceAway' }), 0, names)).toContain("Anna's PC is away"));
  it('playing_well_saysNothing', () => expect(wordsFor(run(...playing), 9000, names)).toBe(''));
});
