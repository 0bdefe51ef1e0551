/** The JSON shapes of the box's API, as far as the page reads them. Unknown fields are ignored. */

export type AvailabilityState = 'ready' | 'partial' | 'remote' | 'unreachable';

export interface Availability {
  readonly state: AvailabilityState;
  readonly cachedBytes: number;
  /** Connected devices that hold all of it. */
  readonly sources: readonly string[];
  /** Every device that holds all of it, also one that is away. */
  readonly holders?: readonly string[];
  readonly readyInSeconds?: number | null;
  readonly why?: string | null;
}

export interface Progress {
  readonly positionSeconds: number;
  readonly watched: boolean;
}

export interface Title {
  readonly id: string;
  readonly kind: 'episode' | 'movie' | 'clip';
  readonly show?: string | null;
  readonly season?: number | null;
  readonly episodes?: readonly number[] | null;
  readonly name?: string | null;
  readonly year?: number | null;
  readonly path?: string;
  readonly sizeBytes: number;
  readonly durationSeconds?: number | null;
  readonly availability: Availability;
  readonly progress?: Progress | null;
  readonly keep?: boolean;
}

export interface Device {
  readonly id: string;
  readonly name?: string | null;
  readonly kind?: 'pc' | 'box';
  readonly state: 'connected' | 'away' | 'pending' | 'refused';
  readonly via?: 'lan' | 'internet' | 'relay' | null;
  readonly folders?: readonly string[];
  readonly lastSeen?: string | null;
}

export interface Folder {
  readonly id: string;
  readonly label?: string | null;
  /** Pending: a known device offers it, and nobody has decided. */
  readonly state: 'pending' | 'active';
  readonly devices: readonly string[];
  readonly titles?: number;
}

/** Something that happened in a folder. */
export interface News {
  readonly id: string;
  readonly at: string;
  readonly what: 'joined' | 'added' | 'changed' | 'removed';
  readonly device: { readonly id: string; readonly name: string };
  /** The file, or one of them. */
  readonly name: string;
  readonly files: number;
}

/** Whether somebody may come in with a code now. */
export interface Pairing {
  readonly open: boolean;
  readonly code?: string | null;
  readonly expiresInSeconds?: number | null;
  /** Where a phone types the code. */
  readonly url: string;
}

/** Who was let in. */
export interface Token {
  readonly id: string;
  readonly name: string;
}

export interface QueueEntry {
  readonly id: string;
  readonly title: string;
  readonly state: 'waiting' | 'fetching' | 'paused' | 'ready' | 'failed';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly readyInSeconds?: number | null;
  readonly reason?: string | null;
}

export interface Chunks {
  readonly chunkBytes: number;
  readonly count: number;
  /** Base64; bit i of byte i/8, lowest bit first, is chunk i. */
  readonly present: string;
}

export interface PlaybackAnswer {
  readonly decision: 'direct' | 'remux' | 'transcode';
  readonly reason?: string | null;
  readonly url: string;
  readonly resumeSeconds?: number | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export interface ShowFacts {
  readonly name: string;
  readonly seasons: readonly number[];
  /** How many episodes. */
  readonly titles: number;
}

/** Something that is being fetched, or waits for it. */
export interface Coming {
  readonly entry: QueueEntry;
  readonly title: Title;
}

/** The first of each row of home; null where the row was not asked for. */
export interface HomeAnswer {
  readonly begun: readonly Title[] | null;
  readonly next: readonly Title[] | null;
  readonly coming: readonly Coming[] | null;
  readonly arrived: readonly Title[] | null;
  readonly shows: Page<ShowFacts> | null;
  readonly movies: Page<Title> | null;
  readonly clips: Page<Title> | null;
}

export interface Status {
  readonly name: string;
}
