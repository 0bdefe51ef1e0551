/**
 * Drives the video element: opens the stream where the viewer left off, keeps the state machine
 * informed, tries again by itself when the box or a source goes away, and saves the position.
 */

import type { Answer, BoxApi } from '../api/client';
import type { PlaybackAnswer } from '../api/types';
import { isWatched, opening, retryPauseMs, step, type Loss, type Playback, type PlaybackEvent } from './machine';

/** How much film a power cut may cost. */
const SAVE_EVERY_MS = 10_000;

/** What a stream says to an address that is no longer good; a new one is asked for. */
const STALE_ADDRESS = [401, 403, 404, 410];

export interface EnginePorts {
  readonly api: BoxApi;
  readonly video: HTMLVideoElement;
  readonly profile: unknown;
  readonly now: () => number;
  readonly changed: (state: Playback) => void;
  readonly unpaired: () => void;
}

export class Engine {
  readonly #ports: EnginePorts;
  readonly #titleId: string;
  #state: Playback;
  #url = '';
  #wantsPlay = true;
  #savedMs: number;
  #savedSeconds = -1;
  #retry: number | null = null;
  #closed = false;

  constructor(ports: EnginePorts, titleId: string) {
    this.#ports = ports;
    this.#titleId = titleId;
    this.#state = opening(0, ports.now());
    this.#savedMs = ports.now();
  }

  /** Asks the box how to play, and starts. */
  async open(fromStart: boolean): Promise<void> {
    this.#listen();
    const answer = await this.#ports.api.playback(this.#titleId, this.#ports.profile);
    if (this.#closed) return;
    if (answer.ok) this.#state = opening(fromStart ? 0 : (answer.value.resumeSeconds ?? 0), this.#ports.now());
    this.#take(answer);
  }

  togglePlay(): void {
    if (this.#state.phase === 'ended') {
      this.seek(0);
      this.play();
    } else if (this.#ports.video.paused) this.play();
    else this.pause();
  }

  play(): void {
    this.#wantsPlay = true;
    this.#ports.video.play().catch((fault: unknown) => {
      // The autoplay rule: OK then starts it. Other refusals arrive as events of the element.
      if (fault instanceof DOMException && fault.name === 'NotAllowedError') this.#feed({ type: 'paused' });
    });
  }

  pause(): void {
    this.#wantsPlay = false;
    this.#ports.video.pause();
  }

  seek(seconds: number): void {
    const { video } = this.#ports;
    if (this.#state.phase === 'retrying' || this.#state.phase === 'opening' || video.readyState === 0) {
      this.#state = { ...this.#state, positionSeconds: seconds };
      this.#ports.changed(this.#state);
      return;
    }
    if (this.#state.phase === 'ended') this.#state = { ...this.#state, phase: 'paused' };
    video.currentTime = seconds;
    this.#feed({ type: 'time', positionSeconds: seconds });
  }

  /** Called a few times a second: looks for a missing picture or sound, and saves the position. */
  tick(): void {
    const { video, now } = this.#ports;
    if (this.#state.phase === 'playing') {
      const sound = (video as { webkitAudioDecodedByteCount?: number }).webkitAudioDecodedByteCount;
      this.#feed({ type: 'evidence', videoWidth: video.videoWidth, audioBytes: sound ?? null });
      if (now() - this.#savedMs >= SAVE_EVERY_MS) this.save();
    }
  }

  /** Saves the position unless it is saved already. */
  save(): void {
    this.#savedMs = this.#ports.now();
    const { positionSeconds, durationSeconds } = this.#state;
    if (durationSeconds === 0 || Math.abs(positionSeconds - this.#savedSeconds) < 1) return;
    this.#savedSeconds = positionSeconds;
    const watched = isWatched(this.#state);
    void this.#ports.api.saveProgress(this.#titleId, watched ? 0 : Math.floor(positionSeconds), watched);
  }

  close(): void {
    if (this.#closed) return;
    this.save();
    this.#closed = true;
    if (this.#retry !== null) window.clearTimeout(this.#retry);
    const { video } = this.#ports;
    for (const name of Object.keys(this.#handlers)) video.removeEventListener(name, this.#handlers[name] as () => void);
    video.removeAttribute('src');
    video.load();
  }

  readonly #handlers: Readonly<Record<string, () => void>> = {
    loadedmetadata: () => this.#loaded(),
    durationchange: () => this.#feed({ type: 'duration', durationSeconds: finite(this.#ports.video.duration) }),
    playing: () => this.#feed({ type: 'playing' }),
    waiting: () => this.#feed({ type: 'waiting' }),
    pause: () => {
      if (this.#ports.video.ended || this.#ports.video.error) return;
      this.#feed({ type: 'paused' });
      this.save();
    },
    timeupdate: () => this.#feed({ type: 'time', positionSeconds: this.#ports.video.currentTime }),
    ended: () => {
      this.#feed({ type: 'ended' });
      this.save();
    },
    error: () => void this.#failed(),
  };

  #listen(): void {
    for (const name of Object.keys(this.#handlers)) {
      this.#ports.video.addEventListener(name, this.#handlers[name] as () => void);
    }
  }

  #take(answer: Answer<PlaybackAnswer>): void {
    if (answer.ok) {
      this.#url = answer.value.url;
      this.#load();
      return;
    }
    switch (answer.fault.kind) {
      case 'unpaired':
        this.#ports.unpaired();
        return;
      case 'away':
      case 'tooOften':
        this.#lose('boxAway');
        return;
      case 'refused':
        if (answer.fault.status === 503) this.#lose('sourceAway');
        else this.#feed({ type: 'broken', detail: answer.fault.detail });
    }
  }

  #load(): void {
    const { video } = this.#ports;
    video.src = this.#url;
    video.load();
    if (this.#wantsPlay) this.play();
  }

  #loaded(): void {
    const { video } = this.#ports;
    this.#feed({ type: 'duration', durationSeconds: finite(video.duration) });
    const wanted = this.#state.positionSeconds;
    if (wanted > 0 && wanted < finite(video.duration)) video.currentTime = wanted;
    this.#feed({ type: 'loaded', wantsPlay: this.#wantsPlay });
  }

  /** The element gave up: find out whether the box, the source or the file is at fault. */
  async #failed(): Promise<void> {
    const code = this.#ports.video.error?.code;
    if (this.#closed || code === undefined || this.#retry !== null) return;
    const status = await this.#ports.api.streamStatus(this.#url);
    if (this.#isClosed()) return;
    if (status === 0) this.#lose('boxAway');
    else if (STALE_ADDRESS.includes(status)) this.#lose('expired');
    else if (status >= 500 || code === MediaError.MEDIA_ERR_NETWORK) this.#lose('sourceAway');
    else this.#feed({ type: 'broken', detail: '' });
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  #lose(loss: Loss): void {
    this.#feed({ type: 'lost', loss });
    this.#retry = window.setTimeout(() => {
      this.#retry = null;
      void this.#again();
    }, retryPauseMs(this.#state.attempt));
  }

  /** A fresh answer each time: the signed address may have expired meanwhile. */
  async #again(): Promise<void> {
    const answer = await this.#ports.api.playback(this.#titleId, this.#ports.profile);
    if (!this.#closed) this.#take(answer);
  }

  #feed(event: PlaybackEvent): void {
    if (this.#closed) return;
    const next = step(this.#state, event, this.#ports.now());
    if (next === this.#state) return;
    this.#state = next;
    this.#ports.changed(next);
  }
}

function finite(seconds: number): number {
  return Number.isFinite(seconds) ? seconds : 0;
}
