import { expect, it } from 'vitest';
import { LiveEvents, type Change } from '../src/api/events';

class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  close(): void {
    this.closed = true;
  }
}

function rig(found: 'up' | 'away' | 'unpaired'): { events: LiveEvents; sources: FakeSource[]; log: string[]; pauses: number[]; tasks: (() => void)[] } {
  const sources: FakeSource[] = [];
  const log: string[] = [];
  const pauses: number[] = [];
  const tasks: (() => void)[] = [];
  const open = (): EventSource => {
    const source = new FakeSource();
    sources.push(source);
    return source as unknown as EventSource;
  };
  const after = (ms: number, task: () => void): void => {
    pauses.push(ms);
    tasks.push(task);
  };
  const listener = {
    changed: (change: Change) => void log.push(`${change.topic}:${change.subject}`),
    up: () => void log.push('up'),
    away: () => void log.push('away'),
    unpaired: () => void log.push('unpaired'),
  };
  const events = new LiveEvents({ open, after, probe: () => Promise.resolve(found) }, listener);
  events.start();
  return { events, sources, log, pauses, tasks };
}

it('event_withSubject_isDelivered', () => {
  const { sources, log } = rig('up');
  sources[0]?.dispatchEvent(new MessageEvent('queue', { data: '{"topic":"queue","subject":"q1"}' }));
  sources[0]?.dispatchEvent(new MessageEvent('library', { data: '' }));
  expect(log).toEqual(['queue:q1', 'library:']);
});

it('box_thatGoesAwayAndReturns_isOpenedAgain', async () => {
  const { sources, log, tasks } = rig('up');
  sources[0]?.onopen?.();
  sources[0]?.onerror?.();
  tasks[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(sources).toHaveLength(2);
  sources[1]?.onopen?.();
  expect(log).toEqual(['up', 'away', 'up']);
  expect(sources[0]?.closed).toBe(true);
});

it('box_thatStaysAway_isTriedWithGrowingPauses', async () => {
  const { sources, tasks, pauses } = rig('away');
  sources[0]?.onerror?.();
  for (let attempt = 0; attempt < 6; attempt++) {
    tasks[attempt]?.();
    await Promise.resolve();
    await Promise.resolve();
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

it('box_thatForgotUs_asksForPairing', async () => {
  const { sources, tasks, log } = rig('unpaired');
  sources[0]?.onerror?.();
  tasks[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(log).toEqual(['away', 'unpaired']);
});
