/** The household's devices and folders in words. */

import type { Device, Folder, News } from '../api/types';
import { t } from '../i18n/messages';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago; a box whose clock runs ahead says "just now". */
export function agoOf(time: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(time);
  if (!(passedMs >= MINUTE_MS)) return t.justNow;
  if (passedMs < HOUR_MS) return t.minutesAgo(Math.floor(passedMs / MINUTE_MS));
  if (passedMs < DAY_MS) return t.hoursAgo(Math.floor(passedMs / HOUR_MS));
  return t.daysAgo(Math.floor(passedMs / DAY_MS));
}

/** Where the device stands, how it is reached, when it was here. */
export function stateOf(device: Device, nowMs: number): string {
  const state = t.deviceState[device.state];
  if (device.state === 'connected' && device.via) return `${state} ${t.via[device.via]}`;
  if (device.state === 'away' && device.lastSeen) return `${state}, ${t.seen(agoOf(device.lastSeen, nowMs))}`;
  return state;
}

/** The dot before the device's name, by the classes that titles have. */
export function dotOf(device: Device): string {
  const dots = { connected: 'dot-ready', away: '', pending: 'dot-partial', refused: 'dot-unreachable' };
  return dots[device.state];
}

/** Who waits for an answer first, then who is there, then the rest. */
export function inOrder(devices: readonly Device[]): readonly Device[] {
  const order: readonly Device['state'][] = ['pending', 'connected', 'away', 'refused'];
  const rank = (device: Device): number => order.indexOf(device.state);
  return devices
    .map((device, index) => ({ device, index }))
    .sort((a, b) => rank(a.device) - rank(b.device) || a.index - b.index)
    .map((it) => it.device);
}

export function labelOf(folder: Folder): string {
  return folder.label ?? folder.id;
}

/** Who offers the folder, or what it holds and who shares it. */
export function sharedBy(folder: Folder, names: readonly string[]): string {
  return folder.state === 'pending'
    ? t.folderOffered(names)
    : `${t.folderTitles(folder.titles ?? 0)}, ${t.fromDevices(names)}`;
}

/** One line of news. */
export function newsOf(news: News): string {
  if (news.what === 'joined') return t.news.joined(news.device.name, news.files);
  const what = news.files === 1 ? fileOf(news.name) : t.newsFiles(news.files);
  return t.news[news.what](news.device.name, what);
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
