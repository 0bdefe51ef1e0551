/** The built page in real Chromium against a pretend box, by keys alone. Leaves screenshots in target/screenshots. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PretendBox } from './box.mjs';
import { video } from './media.mjs';
import { Television } from './television.mjs';

const film = video('film', 90);
const short = video('short', 6);
const shortOnes = ['harbour-1-4'];
const videoOf = (id) => (shortOnes.includes(id) ? short : film);

/** A box, a television showing it, and a clean end of both. */
function household(titles) {
  const home = {};
  before(async () => {
    home.box = new PretendBox(videoOf, titles);
    home.port = await home.box.listen();
    home.tv = await Television.open();
    home.open = async (path = '/#t=once') => {
      await home.tv.page.goto('about:blank');
      await home.tv.page.goto(`http://127.0.0.1:${home.port}${path}`);
    };
  });
  after(async () => {
    await home.tv.close();
    await home.box.stop();
  });
  return home;
}

describe('pairing', () => {
  const home = household();

  it('code_wrongThenRight_entersByKeys', async () => {
    const { tv } = home;
    await home.open('/');
    await tv.screen('welcome');
    await tv.shot('welcome');
    await tv.press('Enter', 'Enter', 'Enter', 'Enter', 'Enter', 'Enter'); // 555555
    await tv.page.waitForFunction(() => document.querySelector('[data-testid=pair-message]').textContent.length > 20);
    await tv.shot('welcome-refused');
    for (const digit of '123456') await tv.press(digit);
    await tv.screen('home');
    assert.deepEqual(tv.faults, []);
  });
});

describe('the household', () => {
  const home = household();

  before(() => {
    const at = new Date(Date.now() - 300_000).toISOString();
    const anna = { id: 'anna', name: 'Anna’s PC' };
    home.box.devices = [
      { id: 'anna', name: 'Anna’s PC', kind: 'pc', state: 'connected', via: 'lan', folders: ['series'], lastSeen: at },
      { id: 'bed', name: 'Bedroom', kind: 'box', state: 'connected', via: 'relay', folders: [], lastSeen: at },
      { id: 'ben', name: 'Ben’s laptop with a name that is far too long for one line', kind: 'pc', state: 'away', folders: [], lastSeen: at },
    ];
    home.box.folders = [
      { id: 'series', label: 'Series', mode: 'stock', state: 'active', devices: ['anna'], titles: 24 },
      { id: 'clips', label: 'Clips', mode: 'stock', state: 'active', devices: ['ben'], titles: 1 },
    ];
    home.box.news = [
      { id: '3', at, what: 'added', device: anna, name: 'Series/The Harbour/The Harbour - S02E01 - A very long name indeed.mkv', files: 1 },
      { id: '2', at, what: 'removed', device: anna, name: 'x', files: 12 },
      { id: '1', at, what: 'joined', device: anna, name: '', files: 2500 },
    ];
  });

  it('devices_reachedByArrows_showWhoIsThereAndWhatHappened', async () => {
    const { tv } = home;
    await home.open();
    await tv.screen('home');
    await tv.see('tile');
    await tv.press('ArrowUp');
    await tv.screen('menu');
    await tv.press('Enter');
    await tv.screen('devices');
    await tv.page.waitForFunction(() => document.querySelectorAll('.news-item').length > 0);
    assert.match(await tv.text('devices'), /Anna’s PC.*Connected at home.*Bedroom.*Connected through a relay/);
    assert.match(await tv.text('news'), /Anna’s PC joined with 2500 files/);
    await tv.shot('devices');
  });

  it('device_forgotten_asksTwiceAndGoes', async () => {
    const { tv } = home;
    await tv.walkTo('line-device:ben', 'ArrowDown');
    await tv.press('Enter');
    await tv.screen('device');
    await tv.shot('device');
    await tv.walkTo('action-forget', 'ArrowDown');
    await tv.press('Enter');
    assert.equal(home.box.devices.length, 3);
    await tv.press('Enter');
    await tv.page.waitForFunction(() => /Forgotten/.test(document.querySelector('[data-testid=result]').textContent));
    assert.equal(home.box.devices.length, 2);
    await tv.press('Escape');
    await tv.screen('devices');
  });

  it('folder_opened_tellsItsNews', async () => {
    const { tv } = home;
    await tv.walkTo('line-folder:series', 'ArrowDown');
    await tv.press('Enter');
    await tv.screen('folder');
    await tv.page.waitForFunction(() => /added/.test(document.querySelector('[data-testid=folder]').textContent));
    await tv.shot('folder');
    await tv.press('Escape');
  });

  it('pairing_openedByRemote_showsPictureCodeAndWhoCame', async () => {
    const { tv } = home;
    await tv.walkTo('line-pair', 'ArrowUp');
    await tv.press('Enter');
    await tv.screen('pair');
    await tv.see('invite-code');
    assert.equal(await tv.text('invite-code'), '123 456');
    await tv.shot('pair');
    home.box.tokens = [{ id: 't', name: 'Anna’s phone' }];
    home.box.pairing = { ...home.box.pairing, open: false, code: null };
    home.box.publish('pairing', '');
    await tv.page.waitForFunction(() => /Anna’s phone is paired/.test(document.querySelector('[data-testid=paired]').textContent));
    await tv.press('Escape');
    await tv.screen('devices');
  });

  it('stranger_turnedAway_isNotAskedAboutAgain', async () => {
    const { tv } = home;
    home.box.devices.push({ id: 'new', name: 'New PC', kind: 'pc', state: 'pending', folders: [] });
    home.box.publish('devices', '');
    await tv.screen('approve');
    await tv.shot('approve');
    await tv.walkTo('action-turn-away', 'ArrowRight');
    await tv.press('Enter');
    await tv.screen('devices');
    assert.equal(home.box.devices.find((it) => it.id === 'new').state, 'refused');
    assert.deepEqual(tv.faults, []);
  });
});

describe('the phone page', () => {
  const home = household();

  it('code_fromThePicture_isSentByATapOnly', async () => {
    const { page } = home.tv;
    await page.setViewportSize({ width: 390, height: 844 });
    await home.open('/pair#c=123456');
    await home.tv.screen('phone');
    assert.equal(await page.inputValue('[data-testid=phone-code]'), '123456');
    assert.ok(!page.url().includes('123456'));
    assert.ok(!home.box.requests.includes('POST /api/v1/pairing/claim'));
    await page.fill('[data-testid=phone-name]', 'Anna’s phone');
    await home.tv.shot('phone');
    await page.click('[data-testid=phone-pair]');
    await home.tv.see('phone-done');
    await home.tv.shot('phone-done');
    assert.deepEqual(home.tv.faults, []);
  });
});

describe('browsing', () => {
  const home = household();

  it('ticket_inTheAddress_entersAndLeavesTheAddress', async () => {
    await home.open();
    await home.tv.screen('home');
    assert.ok(!home.tv.page.url().includes('once'));
    await home.tv.see('tile');
    await home.tv.shot('home');
  });

  it('focus_overTheWholeHome_isNeverLost', async () => {
    const { tv } = home;
    const seen = new Set();
    for (let press = 0; press < 160; press++) {
      await tv.press(['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'][press % 7]);
      const focused = await tv.focused();
      assert.ok(focused, `lost after ${press} presses`);
      seen.add(focused);
    }
    assert.ok(seen.size >= 10, `only ${seen.size} places`);
    const nodes = await tv.page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(nodes <= 400, `${nodes} nodes`);
  });

  it('back_fromAnywhere_climbsHomeAndAsks', async () => {
    const { tv } = home;
    await tv.press('Escape');
    await tv.press('Escape');
    await tv.screen('leave');
    await tv.shot('leave');
    await tv.press('Escape');
    await tv.screen('home');
  });

  it('show_openedByItsCard_listsSeasonsAndReturnsToTheCard', async () => {
    const { tv } = home;
    await tv.walkToRow('shows');
    await tv.walkTo('Harbour Lights', 'ArrowLeft');
    await tv.shot('home-show');
    await tv.press('Enter');
    await tv.screen('show');
    await tv.see('tile');
    await tv.press('ArrowDown');
    await tv.walkTo('harbour-2-5', 'ArrowRight');
    await tv.shot('show');
    await tv.press('Enter');
    await tv.screen('title');
    assert.match(await tv.text('standing'), /Ben's laptop/);
    await tv.shot('title-away');
    await tv.press('Escape', 'Escape');
    await tv.screen('home');
    assert.equal(await tv.focused(), 'Harbour Lights');
  });

  it('tiles_ofEveryStanding_sayIt', async () => {
    const { tv } = home;
    await tv.press('Enter');
    await tv.screen('show');
    await tv.see('tile');
    const standings = await tv.page.$$eval('[data-show], [data-title-id]', (all) => all.map((tile) => tile.getAttribute('aria-label')));
    assert.ok(standings.some((name) => name.includes('Ready')), standings.join(' | '));
    assert.ok(await tv.page.$('[data-testid=tile-watched]'));
  });

  it('queue_byKeys_saysSoAndShowsOnTheTile', async () => {
    const { tv, box } = home;
    await tv.walkToRow('season:1');
    await tv.walkTo('harbour-1-6', 'ArrowRight');
    await tv.press('Enter', 'ArrowDown', 'Enter');
    await tv.page.waitForFunction(() => /Queued/.test(document.querySelector('[data-testid=result]').textContent));
    await tv.shot('title-queued');
    await tv.press('Escape');
    await tv.page.waitForFunction(() => /^7 %/.test(document.querySelector('[data-title-id="harbour-1-6"] [data-testid=tile-standing]').textContent));
    box.queue[0].bytesDone = 4.2e8;
    box.publish('queue', box.queue[0].id);
    await tv.page.waitForFunction(() => /^42 %/.test(document.querySelector('[data-title-id="harbour-1-6"] [data-testid=tile-standing]').textContent));
    assert.equal(await tv.focused(), 'harbour-1-6');
    await tv.shot('show-fetching');
  });

  it('queue_refused_saysWhy', async () => {
    const { tv, box } = home;
    box.faults = ['queue'];
    await tv.press('ArrowLeft', 'Enter', 'ArrowDown', 'Enter');
    await tv.page.waitForFunction(() => /disk is full/.test(document.querySelector('[data-testid=result]').textContent));
    box.faults = [];
    await tv.press('Escape', 'Escape');
    await tv.screen('home');
    await tv.walkToRow('coming', 20, 'ArrowUp');
    assert.equal(await tv.focused(), 'harbour-1-6');
    await tv.shot('home-fetching');
  });

  it('device_thatWantsToJoin_isLetInByOk', async () => {
    const { tv, box } = home;
    box.devices.push({ id: 'NEW', name: "Clara's PC", kind: 'pc', state: 'pending', folders: [] });
    box.publish('devices', 'NEW');
    await tv.screen('approve');
    await tv.shot('approve');
    await tv.press('Enter');
    await tv.screen('home');
    assert.equal(box.devices.find((device) => device.id === 'NEW').state, 'connected');
  });

  it('folder_offeredByADevice_isRefusedSaidWhyThenTakenByOk', async () => {
    const { tv, box } = home;
    box.faults = ['folder'];
    box.folders.push({ id: 'series', label: 'Series', state: 'pending', mode: null, devices: ['NEW'], titles: 0 });
    box.publish('devices', '');
    await tv.screen('take');
    await tv.shot('take');
    await tv.press('Enter');
    await tv.page.waitForFunction(() => /No device offers/.test(document.querySelector('[data-testid=take]').textContent));
    box.faults = [];
    await tv.press('Enter');
    await tv.screen('home');
    assert.deepEqual([box.folders[0].state, box.folders[0].mode], ['active', 'stock']);
  });

  it('folder_notNow_isLeftAloneUntilThePageStartsAgain', async () => {
    const { tv, box } = home;
    box.folders.push({ id: 'movies', label: 'Movies', state: 'pending', mode: null, devices: ['NEW'], titles: 0 });
    box.publish('devices', '');
    await tv.screen('take');
    await tv.press('ArrowRight', 'Enter');
    await tv.screen('home');
    box.publish('devices', '');
    await tv.page.waitForTimeout(600);
    assert.equal(await tv.screenNow(), 'home');
    assert.equal(box.folders[1].state, 'pending');
    await home.open('/');
    await tv.screen('take');
    box.folders[1].state = 'active'; // answered on another TV
    box.publish('devices', '');
    await tv.screen('home');
  });
});

describe('playing', () => {
  const home = household();
  const openEpisode = async (id) => {
    const { tv } = home;
    await home.open();
    await tv.screen('home');
    await tv.see('tile');
    await tv.walkToRow('shows');
    await tv.walkTo('Harbour Lights', 'ArrowRight');
    await tv.press('Enter');
    await tv.screen('show');
    await tv.see('tile');
    await tv.walkTo('harbour-1-1', 'ArrowLeft');
    await tv.walkTo(id, 'ArrowRight');
  };

  it('episode_begun_resumesWithPictureAndSound', async () => {
    const { tv } = home;
    await openEpisode('harbour-1-3');
    await tv.press('Enter');
    await tv.see('action-resume');
    await tv.shot('title-resume');
    await tv.press('Enter');
    await tv.screen('player');
    await tv.plays();
    assert.ok((await tv.playing()).seconds >= 12);
    await tv.press('ArrowUp');
    await tv.shot('player');
  });

  it('seek_byPresses_jumpsOnceAndKeepsTheBarFocused', async () => {
    const { tv } = home;
    const before = (await tv.playing()).seconds;
    await tv.press('ArrowRight', 'ArrowRight', 'ArrowRight');
    assert.equal(await tv.focused(), 'bar');
    await tv.shot('player-seek');
    await tv.page.waitForFunction((from) => document.querySelector('video').currentTime > from + 25, before);
    await tv.plays();
  });

  it('pause_showsWhereWeAre_andSaves', async () => {
    const { tv, box } = home;
    await tv.press('Enter');
    await tv.see('paused');
    await tv.shot('player-paused');
    await tv.page.waitForTimeout(200);
    assert.equal(box.saved[box.saved.length - 1].id, 'harbour-1-3');
    await tv.press('Enter');
    await tv.plays();
  });

  it('back_hidesTheDisplayThenLeaves', async () => {
    const { tv } = home;
    await tv.press('ArrowUp');
    await tv.see('osd');
    await tv.press('Escape');
    await tv.gone('osd');
    assert.equal(await tv.screenNow(), 'player');
    await tv.press('Escape');
    await tv.screen('title');
  });

  it('box_thatLosesPower_isAnnouncedAndRecoversAtTheSamePlace', async () => {
    const { tv, box } = home;
    await tv.press('Enter');
    await tv.screen('player');
    await tv.plays();
    await box.stop();
    await tv.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await tv.see('box-away');
    await tv.shot('player-box-away');
    await box.listen(home.port);
    await tv.gone('box-away');
    await tv.press('Escape');
    await tv.plays();
    assert.deepEqual(tv.faults, []);
  });

  it('source_away_saysWhoAndGoesOnByItself', async () => {
    const { tv, box } = home;
    box.faults = ['source'];
    await openEpisode('harbour-1-6');
    await tv.press('Enter', 'Enter');
    await tv.page.waitForFunction(() => /Anna's PC is away/.test(document.querySelector('[data-testid=player-message]')?.textContent));
    await tv.shot('player-source-away');
    box.faults = [];
    await tv.plays();
  });

  it('end_ofAnEpisode_countsDownToTheNext', async () => {
    const { tv, box } = home;
    await openEpisode('harbour-1-4');
    await tv.press('Enter', 'Enter');
    await tv.see('next-up');
    await tv.shot('player-next');
    await tv.press('Enter');
    await tv.page.waitForFunction(() => document.querySelector('video')?.duration > 60);
    await tv.plays();
    assert.ok(box.saved.some((it) => it.id === 'harbour-1-4' && it.watched));
    assert.deepEqual(tv.faults, []);
  });
});

describe('a library of ten thousand', () => {
  const movie = (n) => ({ ...new PretendBox(videoOf).titles.find((it) => it.kind === 'movie'), id: `film-${n}`, name: `Film ${String(n).padStart(4, '0')}` });
  const part = (show, n) => ({ ...new PretendBox(videoOf).titles[11], id: `${show}-${n}`, show, season: 1 + Math.floor(n / 50), episodes: [1 + (n % 50)], name: null });
  const some = (count, of) => Array.from({ length: count }, (_, n) => of(n));
  const home = household([
    ...some(5000, movie),
    ...some(500, (n) => part('Long Haul', n)),
    ...some(450, (show) => `Show ${String(show).padStart(3, '0')}`).flatMap((show) => some(10, (n) => part(show, n))),
  ]);
  const end = async (tv, wanted, most) => {
    for (let round = 0; round < most && (await tv.focused()) !== wanted; round++) {
      await tv.page.evaluate(() => {
        for (let press = 0; press < 80; press++) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      });
      await tv.page.waitForTimeout(10);
    }
    assert.equal(await tv.focused(), wanted);
  };

  it('start_asksForFirstRowsOnly', async () => {
    const { tv, box } = home;
    await home.open();
    await tv.screen('home');
    await tv.see('show-card');
    await tv.shot('home-large');
    assert.deepEqual(box.requests.filter((it) => /library|queue|shows/.test(it)), []);
  });

  it('movies_allFiveThousand_areReachedByArrows', async () => {
    const { tv } = home;
    await tv.walkToRow('movies');
    await end(tv, 'film-4999', 400);
    await tv.shot('home-large-end');
  });

  it('shows_all_areReachedByArrows', async () => {
    const { tv } = home;
    await tv.walkToRow('shows', 20, 'ArrowUp');
    await end(tv, 'Show 449', 60);
    const nodes = await tv.page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(nodes <= 400, `${nodes} nodes`);
  });

  it('show_ofFiveHundredEpisodes_isReachedToItsEnd', async () => {
    const { tv, box } = home;
    await tv.walkTo('Long Haul', 'ArrowLeft', 500);
    box.requests.length = 0;
    await tv.press('Enter');
    await tv.screen('show');
    await tv.see('tile');
    for (let season = 1; season < 10; season++) await tv.press('ArrowDown');
    await tv.walkToRow('season:10');
    await end(tv, 'Long Haul-499', 10);
    await tv.shot('show-large');
    assert.deepEqual(box.requests.filter((it) => it.includes('library')), ['GET /api/v1/library?show=Long%20Haul&limit=500&']);
    assert.deepEqual(tv.faults, []);
  });
});

describe('an empty larder', () => {
  const home = household([]);

  it('empty_saysWhatToDoAndFillsByItself', async () => {
    const { tv, box } = home;
    await home.open();
    await tv.screen('empty');
    await tv.shot('empty');
    box.titles.push({ ...new PretendBox(videoOf).titles[0] });
    box.publish('library', '');
    await tv.screen('home');
    await tv.see('show-card');
    assert.equal(await tv.focused(), 'Harbour Lights');
  });

  it('page_at720p_looksTheSame', async () => {
    const small = await Television.open(1280, 720);
    await small.page.goto(`http://127.0.0.1:${home.port}/`);
    await small.screen('home');
    await small.see('show-card');
    await small.shot('home');
    const size = await small.page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    await small.close();
    assert.ok(Math.abs(parseFloat(size) - 10.667) < 0.1, size);
  });
});
