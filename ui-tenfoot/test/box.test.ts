import { createRoot } from 'solid-js';
import { expect, it } from 'vitest';
import { BoxApi } from '../src/api/client';
import { Box } from '../src/state/box';
import { availability, entryOf, episode, homeOf, offer, PC, titleOf } from './samples';

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
    home: homeOf({ movies: { items: [titleOf('m')], next: null } }),
  };
  const asked: string[] = [];
  const tasks: (() => void)[] = [];
  const fetch = (url: string): Promise<Response> => {
    const call = url.slice('/api/v1/'.length);
    asked.push(call);
    const answer = answers[call] ?? answers[call.split('?')[0] ?? ''];
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
  expect([box.link(), box.loaded(), box.name(), box.rows().movies.keys]).toEqual(['up', true, 'Den', ['m']]);
  expect(asked.sort()).toEqual(['devices?', 'folders?', 'home', 'status']);
});

it('events_inABurst_areOneLook', async () => {
  const { box, asked, settle } = rig();
  await box.reload();
  asked.length = 0;
  for (let event = 0; event < 50; event++) box.changed({ topic: 'queue', subject: '' });
  await settle();
  expect(asked).toEqual(['home?rows=coming,arrived']);
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
  answers['home'] = homeOf({ coming: [{ entry: entryOf('m', { bytesDone: 500 }), title: titleOf('m') }] });
  await box.reload();
  expect(box.standing(box.title('m') ?? titleOf('lost')).percentHere).toBe(50);
  answers['home'] = homeOf({ movies: null });
  answers['queue'] = { items: [] };
  answers['titles/m'] = titleOf('m', { availability: availability({ state: 'ready', cachedBytes: 1000 }) });
  box.changed({ topic: 'queue', subject: 'q-m' });
  await settle();
  expect(box.standing(box.title('m') ?? titleOf('lost')).kind).toBe('ready');
});

it('box_thatStopsAnswering_isAwayAndKeepsWhatIsKnown', async () => {
  const { box, answers, settle } = rig();
  await box.reload();
  delete answers['home'];
  box.changed({ topic: 'library', subject: '' });
  await settle();
  expect([box.link(), box.rows().movies.keys.length]).toEqual(['away', 1]);
  answers['home'] = homeOf({});
  box.up();
  await settle();
  expect([box.link(), box.rows().movies.keys.length]).toEqual(['up', 0]);
});

it('box_thatForgotUs_isUnpairedUntilPaired', async () => {
  const { box, answers } = rig();
  for (const call of ['status', 'devices', 'home']) answers[call] = 401;
  await box.reload();
  expect([box.link(), box.loaded()]).toEqual(['unpaired', false]);
});

it('row_longerThanItsFirstPage_isPagedToItsEndAndKeepsItAfterALook', async () => {
  const { box, answers, asked, settle } = rig();
  const page = (from: number, to: number, next: string | null) => ({
    items: Array.from({ length: to - from }, (_, n) => titleOf(`m${from + n}`)),
    next,
  });
  answers['home'] = homeOf({ movies: page(0, 12, 'a') });
  answers['library?shelf=movies&limit=100&cursor=a'] = page(11, 112, 'b'); // one moved meanwhile
  answers['library?shelf=movies&limit=100&cursor=b'] = page(112, 130, null);
  await box.reload();
  await Promise.all([box.more('movies'), box.more('movies')]);
  expect(asked.filter((call) => call.startsWith('library'))).toHaveLength(1);
  await box.more('movies');
  await box.more('movies');
  expect(asked.filter((call) => call.startsWith('library'))).toHaveLength(2);
  box.changed({ topic: 'library', subject: 'new' });
  await settle();
  const { keys } = box.rows().movies;
  expect(keys).toEqual(Array.from({ length: 130 }, (_, n) => `m${n}`));
});

it('devices_changed_readOnlyTheTitlesOnTheScreen', async () => {
  const { box, answers, asked, settle } = rig();
  answers['library'] = { items: Array.from({ length: 200 }, (_, n) => episode(1, n)), next: null };
  for (const id of ['s1e0', 's1e1', 's1e2']) answers[`titles/${id}`] = titleOf(id, { name: 'anew' });
  await box.reload();
  await box.openShow('Lights');
  box.leaveShow();
  box.look(['s1e0', 's1e1']);
  asked.length = 0;
  box.changed({ topic: 'devices', subject: '' });
  await settle();
  expect(asked.sort()).toEqual(['devices?', 'folders?', 'home', 'titles/s1e0', 'titles/s1e1']);
  box.look(['s1e1', 's1e2']);
  await settle();
  expect(asked.filter((call) => call.startsWith('titles'))).toHaveLength(3);
  expect(box.title('s1e2')?.name).toBe('anew');
});

it('show_onTheScreen_isReadAgainUntilItLeaves', async () => {
  const { box, answers, asked, settle } = rig();
  await box.reload();
  answers['library'] = { items: [episode(1, 2), episode(1, 1)], next: null };
  await box.openShow('Lights');
  expect(box.show('Lights')?.episodes.map((it) => it.id)).toEqual(['s1e1', 's1e2']);
  expect(box.show('Other')).toBeUndefined();
  box.changed({ topic: 'library', subject: 'new' });
  await settle();
  box.leaveShow();
  box.changed({ topic: 'library', subject: 'new' });
  await settle();
  expect(asked.filter((call) => call.startsWith('library?show=Lights'))).toHaveLength(2);
});

it('title_thatWent_leavesItsRow', async () => {
  const { box, answers, settle } = rig();
  await box.reload();
  answers['titles/m'] = 404;
  answers['home'] = homeOf({});
  box.changed({ topic: 'library', subject: 'm' });
  await settle();
  expect([box.title('m'), box.isEmpty(), box.link()]).toEqual([undefined, true, 'up']);
});
