import { describe, expect, it } from 'vitest';
import { deviceNames, isBegun, standingOf, type Standing } from '../src/state/standing';
import type { Availability, QueueEntry } from '../src/api/types';
import { availability, entryOf, PC, titleOf } from './samples';

const nameOf = deviceNames([PC]);
const standing = (change: Partial<Availability>, entry?: QueueEntry): Standing =>
  standingOf(titleOf('m', { availability: availability(change) }), entry, nameOf);

describe('standing', () => {
  it('ready_saysReady', () => expect(standing({ state: 'ready', cachedBytes: 1000 }).short).toBe('Ready'));
  it('partial_saysPercentAndWhoHasTheRest', () => {
    const it = standing({ state: 'partial', cachedBytes: 620 });
    expect(it.short).toBe('62 %');
    expect(it.long).toContain("the rest on Anna's PC");
  });
  it('partial_almostWhole_isNotCalledReady', () =>
    expect(standing({ state: 'partial', cachedBytes: 999 })).toMatchObject({ kind: 'partial', percentHere: 99 }));
  it('remote_namesTheDevice', () => expect(standing({}).short).toBe("On Anna's PC"));
  it('remote_onAnUnknownDevice_inventsNoName', () =>
    expect(standing({ sources: ['who'] }).short).toBe('On another device'));
  it('remote_withQueueFetching_countsWhatTheQueueGot', () =>
    expect(standing({}, entryOf('m', { bytesDone: 70, readyInSeconds: 240 }))).toMatchObject({
      kind: 'partial',
      short: '7 % · ready in 4 min',
      onTheWay: true,
    }));
  it('unreachable_saysWhoIsAway', () => expect(standing({ state: 'unreachable' }).short).toBe("Anna's PC is away"));
  it('unreachable_withTheHolderAway_saysWhoIsAway', () =>
    expect(standing({ state: 'unreachable', sources: [], holders: ['pc'] }).short).toBe("Anna's PC is away"));
  it('partial_withTheHolderAway_saysWhoIsAway', () =>
    expect(standing({ state: 'partial', cachedBytes: 620, sources: [], holders: ['pc'] })).toMatchObject({
      kind: 'partial',
      short: "62 % · Anna's PC is away",
      long: "Anna's PC does not answer. 62 % is here and plays.",
    }));
  it('unreachable_withoutAnyHolder_isGone', () =>
    expect(standing({ state: 'unreachable', sources: [], holders: [] })).toMatchObject({ short: 'Gone', kind: 'unreachable' }));
  it('unreachable_withReason_givesIt', () =>
    expect(standing({ state: 'unreachable', why: 'The disk was unplugged.' }).long).toContain('unplugged'));
  it('failed_saysWhy', () =>
    expect(standing({}, entryOf('m', { state: 'failed', reason: 'the disk is full' })).long).toContain('disk is full'));
});

it('isBegun_afterALook_isFalse', () => {
  const at = (positionSeconds: number, watched = false): boolean =>
    isBegun(titleOf('m', { progress: { positionSeconds, watched } }));
  expect([at(0), at(3), at(30), at(30, true)]).toEqual([false, false, true, false]);
});
