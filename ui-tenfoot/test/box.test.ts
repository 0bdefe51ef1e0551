import { createRoot } from 'solid-js';
import { expect, it } from 'vitest';
import { BoxApi } from '../src/api/client';
import { Box } from '../src/state/box';
import { availability, entryOf, offer, PC, titleOf } from './samples';

interface Rig {
  readonly box: Box;
  readonly answers: Record<string, unknown>;
  readonly asked: string[];
  readonly settle: () => Promise<void>;
}

/** A box whose answers the test holds; undefined means that it does not answer, a number is a status. */
function rig(): Rig {
  const answers: Record<string, unknown> = {
    status: { name: 'Den' },
    devices: { items: [PC] },
    folders: { items: [] },
    queue: { items: [] },
    library: { items: [titleOf('m')] },
  };
  const asked: string[] = [];
  const tasks: (() => void)[] = [];
  const fetch = (url: string): Promise<Response> => {
    const call = url.slice('/api/v1/'.length).split('?')[0] ?? '';
    asked.push(call);
    const answer = answers[call];
    if (answer === undefined) return Promise.reject(new TypeError('no route'));
    return Promise.resolve(typeof answer === 'number' ? new Response('', { status: answer }) : new Response(JSON.stringify(answer)));
  };
  const box = createRoot(() => new Box(new BoxApi(fetch), (_ms, task) => tasks.push(task)));
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 5; round++) {
      tasks.splice(0).forEach((task) => task());
      await new Promise((done) => setTimeout(done));
    }
  };
  return { box, answers, asked, settle };
}

it('reload_readsEverythingOnce', async () => {
  const { box, asked } = rig();
  await box.reload();
  expect([box.link(), box.loaded(), box.name(), box.catalogue().movies.length]).toEqual(['up', true, 'Den', 1]);
  expect(asked.sort()).toEqual(['devices', 'folders', 'library', 'queue', 'status']);
});

it('events_inABurst_areOneLook', async () => {
  const { box, asked, settle } = rig();
  await box.reload();
  asked.length = 0;
  for (let event = 0; event < 50; event++) box.changed({ topic: 'queue', subject: '' });
  await settle();
  expect(asked).toEqual(['queue']);
});

it('devices_changed_areReadWithWhatTheyOffer', async () => {
  const { box, answers, settle } = rig();
  await box.reload();
  answers['folders'] = { items: [offer('series')] };
  box.changed({ topic: 'devices', subject: '' });
  await settle();
  expect(box.folders().map((folder) => [folder.id, ...box.offererNames(folder)])).toEqual([['series', "Anna's PC"]]);
});

it('title_whoseQueueEntryLeaves_isReadAgain', async () => {
  const { box, answers, settle } = rig();
  answers['queue'] = { items: [entryOf('m', { bytesDone: 500 })] };
  await box.reload();
  expect(box.standing(box.title('m') ?? titleOf('lost')).percentHere).toBe(50);
  answers['queue'] = { items: [] };
  answers['titles/m'] = titleOf('m', { availability: availability({ state: 'ready', cachedBytes: 1000 }) });
  box.changed({ topic: 'queue', subject: 'q-m' });
  await settle();
  expect(box.standing(box.title('m') ?? titleOf('lost')).kind).toBe('ready');
});

it('box_thatStopsAnswering_isAwayAndKeepsWhatIsKnown', async () => {
  const { box, answers, settle } = rig();
  await box.reload();
  delete answers['library'];
  box.changed({ topic: 'library', subject: '' });
  await settle();
  expect([box.link(), box.catalogue().movies.length]).toEqual(['away', 1]);
  answers['library'] = { items: [] };
  box.up();
  await settle();
  expect([box.link(), box.catalogue().movies.length]).toEqual(['up', 0]);
});

it('box_thatForgotUs_isUnpairedUntilPaired', async () => {
  const { box, answers } = rig();
  for (const call of ['status', 'devices', 'queue', 'library']) answers[call] = 401;
  await box.reload();
  expect([box.link(), box.loaded()]).toEqual(['unpaired', false]);
});
