/** Titles, entries and devices for tests. */
import type { Availability, Device, Folder, HomeAnswer, QueueEntry, Title } from '../src/api/types';

export const PC: Device = { id: 'pc', name: "Anna's PC", state: 'connected' };

/** A folder that the PC offers. */
export function offer(id: string): Folder {
  return { id, label: id, state: 'pending', devices: [PC.id] };
}

export function availability(change: Partial<Availability> = {}): Availability {
  return { state: 'remote', cachedBytes: 0, sources: ['pc'], ...change };
}

export function titleOf(id: string, change: Partial<Title> = {}): Title {
  return { id, kind: 'movie', name: id, sizeBytes: 1000, durationSeconds: 100, availability: availability(), ...change };
}

export function episode(season: number, number: number, change: Partial<Title> = {}): Title {
  return titleOf(`s${season}e${number}`, { kind: 'episode', show: 'Lights', season, episodes: [number], ...change });
}

export function entryOf(title: string, change: Partial<QueueEntry> = {}): QueueEntry {
  return { id: `q-${title}`, title, state: 'fetching', bytesDone: 0, bytesTotal: 1000, ...change };
}

/** A home of which only the given rows hold anything. */
export function homeOf(change: Partial<HomeAnswer>): HomeAnswer {
  const none = { items: [], next: null };
  return { begun: [], next: [], coming: [], arrived: [], shows: none, movies: none, clips: none, ...change };
}
