/** Where a title stands, said honestly: what is here, what is on its way, who has the rest. */

import type { Device, QueueEntry, Title } from '../api/types';
import { percent } from '../i18n/format';
import { t } from '../i18n/messages';

export type StandingKind = 'ready' | 'partial' | 'remote' | 'unreachable';

export interface Standing {
  readonly kind: StandingKind;
  /** For a tile: a few words. */
  readonly short: string;
  /** For a page: a sentence. */
  readonly long: string;
  /** Whole percent on this box. */
  readonly percentHere: number;
  /** Whether bytes are arriving, or about to. */
  readonly onTheWay: boolean;
}

export type DeviceNames = (id: string) => string;

export function deviceNames(devices: readonly Device[]): DeviceNames {
  return (id) => {
    const name = devices.find((device) => device.id === id)?.name;
    return name === undefined || name === null || name === '' ? t.otherDevice : name;
  };
}

export function standingOf(title: Title, entry: QueueEntry | undefined, nameOf: DeviceNames): Standing {
  const names = holdersOf(title).map(nameOf);
  const here = percentHere(title, entry);
  const kind = kindOf(title, here);
  const onTheWay = here < 100 && (entry?.state === 'fetching' || entry?.state === 'waiting');
  const base = { kind, percentHere: here, onTheWay };
  switch (kind) {
    case 'ready':
      return { ...base, short: t.ready, long: t.readyLong };
    case 'partial':
      return isCutOff(title)
        ? { ...base, ...wordsUnreachable(title, here, names) }
        : { ...base, short: shortPartial(here, entry), long: longPartial(here, names, entry) };
    case 'remote':
      return { ...base, short: onTheWay ? t.queued : t.onDevice(names), long: longRemote(names, entry) };
    case 'unreachable':
      return { ...base, ...wordsUnreachable(title, here, names) };
  }
}

/** Who can be named as having it: those that are there, else those that are away. */
export function holdersOf(title: Title): readonly string[] {
  const { sources, holders } = title.availability;
  return sources.length > 0 ? sources : (holders ?? []);
}

/** Whether the rest cannot come now. */
function isCutOff(title: Title): boolean {
  return title.availability.sources.length === 0;
}

function percentHere(title: Title, entry: QueueEntry | undefined): number {
  return title.availability.state === 'ready' ? 100 : percent(cachedBytes(title, entry), title.sizeBytes);
}

/** The queue's figures may run ahead of the title's: what is here counts, whoever said so. */
function kindOf(title: Title, here: number): StandingKind {
  if (here === 100) return 'ready';
  return title.availability.state === 'remote' && here > 0 ? 'partial' : title.availability.state;
}

function wordsUnreachable(title: Title, here: number, names: readonly string[]): { short: string; long: string } {
  const short = here > 0 ? `${t.percentHere(here)} · ${t.unreachable(names)}` : t.unreachable(names);
  return { short, long: t.unreachableLong(names, title.availability.why ?? '', here) };
}

function cachedBytes(title: Title, entry: QueueEntry | undefined): number {
  return Math.max(title.availability.cachedBytes, entry?.bytesDone ?? 0);
}

function etaOf(entry: QueueEntry | undefined): string {
  const seconds = entry?.state === 'fetching' ? entry.readyInSeconds : null;
  return seconds === null || seconds === undefined ? '' : t.onTheWay(seconds);
}

function shortPartial(here: number, entry: QueueEntry | undefined): string {
  if (entry?.state === 'paused') return `${t.percentHere(here)} · ${t.paused}`;
  const eta = etaOf(entry);
  return eta === '' ? t.percentHere(here) : `${t.percentHere(here)} · ${eta}`;
}

function longPartial(here: number, names: readonly string[], entry: QueueEntry | undefined): string {
  if (entry?.state === 'failed') return t.failed(entry.reason ?? '');
  const eta = etaOf(entry);
  const sentence = t.percentHereLong(here, names);
  return eta === '' ? sentence : `${sentence} ${eta.charAt(0).toUpperCase()}${eta.slice(1)}.`;
}

function longRemote(names: readonly string[], entry: QueueEntry | undefined): string {
  return entry?.state === 'failed' ? t.failed(entry.reason ?? '') : t.onDeviceLong(names);
}

/** How far the viewer is, from 0 to 1; 0 when not begun. */
export function watchedPart(title: Title): number {
  const duration = title.durationSeconds ?? 0;
  const position = title.progress?.positionSeconds ?? 0;
  return duration > 0 ? Math.min(1, Math.max(0, position / duration)) : 0;
}

/** Less than this is a look, not a beginning: there is nothing to resume. */
const BEGUN_AFTER_SECONDS = 5;

/** Begun and not finished. */
export function isBegun(title: Title): boolean {
  const { progress } = title;
  if (progress === null || progress === undefined) return false;
  return !progress.watched && progress.positionSeconds >= BEGUN_AFTER_SECONDS;
}
