import { expect, it } from 'vitest';
import type { Device, News } from '../src/api/types';
import { agoOf, inOrder, newsOf, sharedBy, stateOf } from '../src/state/members';
import { offer, PC } from './samples';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const away: Device = { id: 'b', name: 'Ben', state: 'away', lastSeen: '2026-11-28T09:30:00Z' };

function news(change: Partial<News> = {}): News {
  return { id: '1', at: '', what: 'added', device: { id: 'pc', name: "Anna's PC" }, name: 'Series/a.mkv', files: 1, ...change };
}

it('device_connectedOrAway_saysHowAndSinceWhen', () => {
  expect(stateOf({ ...PC, via: 'lan' }, NOW)).toBe('Connected at home');
  expect(stateOf({ ...PC, via: null }, NOW)).toBe('Connected');
  expect(stateOf(away, NOW)).toBe('Away, last seen 2 h ago');
  expect(stateOf({ ...away, lastSeen: null }, NOW)).toBe('Away');
  expect(stateOf({ ...PC, state: 'pending' }, NOW)).toBe('Wants to join');
});

it('time_ofAClockThatRunsAheadOrIsNoTime_isJustNow', () => {
  expect(agoOf('2036-01-01T00:00:00Z', NOW)).toBe('just now');
  expect(agoOf('nonsense', NOW)).toBe('just now');
  expect(agoOf('2026-11-28T11:58:59Z', NOW)).toBe('1 min ago');
  expect(agoOf('2026-11-27T11:00:00Z', NOW)).toBe('1 day ago');
});

it('devices_whoWaitsComesFirst', () => {
  const refused: Device = { id: 'r', state: 'refused' };
  const pending: Device = { id: 'p', state: 'pending' };
  expect(inOrder([refused, away, PC, pending]).map((it) => it.id)).toEqual(['p', 'pc', 'b', 'r']);
});

it('news_sayWhoAndWhat', () => {
  expect(newsOf(news())).toBe("Anna's PC added a.mkv");
  expect(newsOf(news({ files: 12, what: 'removed' }))).toBe("Anna's PC removed 12 files");
  expect(newsOf(news({ files: 2500, what: 'joined', name: '' }))).toBe("Anna's PC joined with 2500 files");
});

it('folder_offeredOrTaken_saysByWhomAndHowMuch', () => {
  expect(sharedBy(offer('x'), ['Ben'])).toBe('offered by Ben');
  expect(sharedBy({ ...offer('x'), state: 'active', titles: 1 }, [])).toBe('1 title, nobody shares it now');
});
