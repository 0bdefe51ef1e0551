/** One film being watched: engine, seeking, display and countdown as signals, driven by presses and ticks. */

import { createSignal, type Accessor } from 'solid-js';
import type { Chunks, Title } from '../api/types';
import type { App } from '../app';
import type { Press } from '../keys/keymap';
import { Engine } from './engine';
import { opening, type Playback } from './machine';
import { aged, HIDDEN, shown, walked, type Osd } from './osd';
import { isSettled, scrub, type Scrub } from './seek';

const COUNTDOWN_MS = 10_000;

export interface Button {
  readonly id: 'next' | 'again';
  readonly run: () => void;
}

export class WatchSession {
  readonly state: Accessor<Playback>;
  readonly osd: Accessor<Osd>;
  readonly scrub: Accessor<Scrub | null>;
  readonly chunks: Accessor<Chunks | null>;
  readonly nowMs: Accessor<number>;
  readonly #app: App;
  readonly #titleId: string;
  readonly #engine: Engine;
  readonly #setOsd: (osd: Osd) => void;
  readonly #setScrub: (scrub: Scrub | null) => void;
  readonly #setChunks: (chunks: Chunks | null) => void;
  readonly #setNowMs: (nowMs: number) => void;
  /** Undefined until the box has said. */
  readonly #next = createSignal<Title | null | undefined>(undefined);

  constructor(app: App, titleId: string, video: HTMLVideoElement) {
    this.#app = app;
    this.#titleId = titleId;
    const [state, setState] = createSignal<Playback>(opening(0, app.now()));
    const [osd, setOsd] = createSignal<Osd>(HIDDEN);
    const [scrubbing, setScrub] = createSignal<Scrub | null>(null);
    const [chunks, setChunks] = createSignal<Chunks | null>(null);
    const [nowMs, setNowMs] = createSignal(app.now());
    [this.state, this.osd, this.scrub, this.chunks, this.nowMs] = [state, osd, scrubbing, chunks, nowMs];
    [this.#setOsd, this.#setScrub, this.#setChunks, this.#setNowMs] = [setOsd, setScrub, setChunks, setNowMs];
    const unpaired = (): void => {
      app.box.unpaired();
    };
    const ports = { api: app.api, video, profile: app.profile, now: app.now, changed: setState, unpaired };
    this.#engine = new Engine(ports, titleId);
  }

  start(fromStart: boolean): void {
    void this.#engine.open(fromStart);
    this.#setOsd(shown(HIDDEN, this.#app.now()));
    void this.readChunks();
  }

  next(): Title | null {
    return this.#next[0]() ?? null;
  }

  /** Seconds until the next episode starts by itself; null when it will not. */
  countdown(): number | null {
    if (this.state().phase !== 'ended' || this.next() === null) return null;
    return Math.max(0, Math.ceil((COUNTDOWN_MS - (this.nowMs() - this.state().sinceMs)) / 1000));
  }

  buttons(): Button[] {
    const again: Button = { id: 'again', run: () => this.#seekNow(0) };
    return this.next() ? [{ id: 'next', run: () => this.#playNext() }, again] : [again];
  }

  /** Reads what the bar shows, and what comes after the film if that is not known yet. */
  async readChunks(): Promise<void> {
    if (this.#next[0]() === undefined) void this.#readNext();
    const answer = await this.#app.api.chunks(this.#titleId);
    if (answer.ok) this.#setChunks(answer.value);
  }

  async #readNext(): Promise<void> {
    this.#next[1](await this.#app.box.next(this.#titleId));
  }

  /** Four times a second. */
  tick(): void {
    const now = this.#app.now();
    this.#setNowMs(now);
    this.#engine.tick();
    const target = this.scrub();
    if (target && isSettled(target, now)) {
      this.#setScrub(null);
      this.#engine.seek(target.targetSeconds);
    }
    const { phase } = this.state();
    this.#setOsd(aged(this.osd(), now, phase === 'playing' || phase === 'waiting'));
    if (phase === 'ended') this.#afterEnd();
  }

  press(press: Press): void {
    if (this.countdown() !== null) this.#pressAtEnd(press);
    else this.#pressInFilm(press);
  }

  saveNow(): void {
    this.#engine.save();
  }

  close(): void {
    this.#engine.close();
  }

  #pressAtEnd(press: Press): void {
    if (press.key === 'back' || press.key === 'stop') this.#app.router.back();
    else if (press.key === 'ok' || press.key === 'next' || press.key === 'play') this.#playNext();
  }

  #pressInFilm(press: Press): void {
    switch (press.key) {
      case 'left':
      case 'right':
        if (this.osd().visible && this.osd().focus === 'buttons') this.#walk(press);
        else this.#seekBy(press.key === 'left' ? -1 : 1, press);
        return;
      case 'rewind':
      case 'fastForward':
        this.#seekBy(press.key === 'rewind' ? -1 : 1, press);
        return;
      case 'up':
      case 'down':
        this.#walk(press);
        return;
      case 'ok':
        if (!press.held) this.#ok();
        return;
      case 'back':
        this.#back();
        return;
      case 'stop':
        this.#app.router.back();
        return;
      case 'next':
        this.#playNext();
        return;
      case 'previous':
        this.#seekNow(0);
        return;
      case 'playPause':
      case 'play':
      case 'pause':
        this.#mediaKey(press);
        return;
      case 'digit':
        return;
    }
  }

  #mediaKey(press: Press): void {
    if (press.key === 'play') this.#engine.play();
    else if (press.key === 'pause') this.#engine.pause();
    else this.#engine.togglePlay();
    this.#show();
  }

  #ok(): void {
    const osd = this.osd();
    if (this.state().phase === 'broken') this.#app.router.back();
    else if (osd.visible && osd.focus === 'buttons') this.buttons()[osd.button]?.run();
    else {
      this.#engine.togglePlay();
      this.#show();
    }
  }

  /** Back undoes the last thing: a seek not yet made, the display, then the player. */
  #back(): void {
    const playing = this.state().phase === 'playing';
    if (this.scrub()) this.#setScrub(null);
    else if (this.osd().visible && playing) this.#setOsd(HIDDEN);
    else this.#app.router.back();
  }

  #walk(press: Press): void {
    this.#setOsd(walked(this.osd(), press.key, this.buttons().length, this.#app.now()));
  }

  #seekBy(direction: -1 | 1, press: Press): void {
    if (this.state().phase === 'broken') return;
    this.#setScrub(scrub(this.scrub(), direction, press, this.state()));
    this.#setOsd({ ...shown(this.osd(), this.#app.now()), focus: 'bar' });
  }

  #seekNow(seconds: number): void {
    this.#engine.seek(seconds);
    this.#engine.play();
    this.#show();
  }

  #show(): void {
    this.#setOsd(shown(this.osd(), this.#app.now()));
  }

  #playNext(): void {
    const next = this.next();
    if (next) this.#app.router.replace({ screen: 'player', titleId: next.id, fromStart: false });
  }

  #afterEnd(): void {
    const left = this.countdown();
    if (left === null) this.#app.router.back();
    else if (left === 0) this.#playNext();
  }
}
