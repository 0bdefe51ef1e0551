/** Playback as a state and its steps; knows neither the page nor the network. */

export type Phase =
  | 'opening' // asked for, nothing shown yet
  | 'playing'
  | 'paused'
  | 'waiting' // wants to play, has no bytes
  | 'retrying' // lost, and trying again by itself
  | 'broken' // will not play; the viewer is told why
  | 'ended';

export type Loss = 'boxAway' | 'sourceAway' | 'expired';
export type Complaint = 'noPicture' | 'noSound';

export interface Playback {
  readonly phase: Phase;
  readonly sinceMs: number;
  readonly positionSeconds: number;
  readonly durationSeconds: number;
  readonly attempt: number;
  readonly loss: Loss | null;
  /** Why it is broken; empty means that the TV cannot decode it. */
  readonly detail: string;
  readonly complaint: Complaint | null;
  /** Seconds really played since the file was opened; the evidence counts only after a few. */
  readonly playedSeconds: number;
}

export type PlaybackEvent =
  /** The file is open at the right place. */
  | { readonly type: 'loaded'; readonly wantsPlay: boolean }
  | { readonly type: 'playing' }
  | { readonly type: 'paused' }
  | { readonly type: 'waiting' }
  | { readonly type: 'ended' }
  | { readonly type: 'time'; readonly positionSeconds: number }
  | { readonly type: 'duration'; readonly durationSeconds: number }
  | { readonly type: 'lost'; readonly loss: Loss }
  | { readonly type: 'broken'; readonly detail: string }
  | { readonly type: 'evidence'; readonly videoWidth: number; readonly audioBytes: number | null };

/** The box is told of a stall only when it lasts: short ones fix themselves. */
export const SAY_WAITING_AFTER_MS = 3000;

/** Decoders need a moment; before this, no picture or sound proves nothing. */
const EVIDENCE_AFTER_SECONDS = 3;

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 8000;

/** Near enough to the end to count as watched. */
const WATCHED_PART = 0.92;

export function opening(positionSeconds: number, nowMs: number): Playback {
  return {
    phase: 'opening',
    sinceMs: nowMs,
    positionSeconds,
    durationSeconds: 0,
    attempt: 0,
    loss: null,
    detail: '',
    complaint: null,
    playedSeconds: 0,
  };
}

export function step(state: Playback, event: PlaybackEvent, nowMs: number): Playback {
  if (state.phase === 'broken') return state;
  switch (event.type) {
    case 'loaded':
      return enter({ ...state, loss: null }, event.wantsPlay ? 'waiting' : 'paused', nowMs);
    case 'playing':
      return enter({ ...state, attempt: 0, loss: null }, 'playing', nowMs);
    case 'paused':
      return state.phase === 'retrying' || state.phase === 'ended' ? state : enter(state, 'paused', nowMs);
    case 'waiting':
      return state.phase === 'playing' ? enter(state, 'waiting', nowMs) : state;
    case 'ended':
      return enter({ ...state, positionSeconds: state.durationSeconds }, 'ended', nowMs);
    case 'time':
      return timed(state, event.positionSeconds);
    case 'duration':
      return { ...state, durationSeconds: event.durationSeconds };
    case 'lost':
      return enter({ ...state, loss: event.loss, attempt: state.attempt + 1 }, 'retrying', nowMs);
    case 'broken':
      return enter({ ...state, detail: event.detail }, 'broken', nowMs);
    case 'evidence':
      return { ...state, complaint: complaintOf(state, event.videoWidth, event.audioBytes) };
  }
}

function enter(state: Playback, phase: Phase, nowMs: number): Playback {
  return state.phase === phase ? state : { ...state, phase, sinceMs: nowMs };
}

/** A position reported while nothing is loaded is a zero that must not overwrite where we were. */
function timed(state: Playback, positionSeconds: number): Playback {
  if (state.phase === 'opening' || state.phase === 'retrying' || state.phase === 'ended') return state;
  const stepSeconds = positionSeconds - state.positionSeconds;
  const played = stepSeconds > 0 && stepSeconds < 1 ? stepSeconds : 0;
  return { ...state, positionSeconds, playedSeconds: state.playedSeconds + played };
}

function complaintOf(state: Playback, videoWidth: number, audioBytes: number | null): Complaint | null {
  if (state.playedSeconds < EVIDENCE_AFTER_SECONDS) return null;
  if (videoWidth === 0) return 'noPicture';
  return audioBytes === 0 ? 'noSound' : null;
}

export function retryPauseMs(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attempt - 1), LONGEST_RETRY_MS);
}

export function isWatched(state: Playback): boolean {
  return state.durationSeconds > 0 && state.positionSeconds >= state.durationSeconds * WATCHED_PART;
}
