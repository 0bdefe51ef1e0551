/** A household's library in the shapes of the API: every standing, a long show, odd names. */

const GB = 1e9;
const ANNA = 'ANNA-ID';
const BEN = 'BEN-ID';

export const devices = [
  { id: ANNA, name: "Anna's PC", kind: 'pc', state: 'connected', via: 'lan', folders: ['series'] },
  { id: BEN, name: "Ben's laptop", kind: 'pc', state: 'away', via: null, folders: ['films'] },
];

const availability = {
  ready: { state: 'ready', cachedBytes: GB, sources: [ANNA], readyInSeconds: 0, why: null },
  partial: { state: 'partial', cachedBytes: 0.62 * GB, sources: [ANNA], readyInSeconds: 240, why: null },
  remote: { state: 'remote', cachedBytes: 0, sources: [ANNA], readyInSeconds: null, why: null },
  gone: { state: 'unreachable', cachedBytes: 0, sources: [BEN], readyInSeconds: null, why: null },
};

function title(id, kind, fields, standing, progress) {
  return {
    id, kind, show: null, season: null, episodes: [], name: null, year: null, folder: 'series', path: `${id}.mkv`,
    sizeBytes: GB, durationSeconds: 2640, availability: availability[standing],
    progress: progress ?? { positionSeconds: 0, watched: false }, keep: false, images: {}, streamUrl: `/stream/${id}`,
    ...fields,
  };
}

function show(name, id, seasons, perSeason, standingOf) {
  const all = [];
  for (let season = 1; season <= seasons; season++) {
    for (let episode = 1; episode <= perSeason; episode++) {
      const at = (season - 1) * perSeason + episode;
      const { standing, progress, episodeName } = standingOf(at);
      all.push(title(`${id}-${season}-${episode}`, 'episode', { show: name, season, episodes: [episode], name: episodeName ?? null }, standing, progress));
    }
  }
  return all;
}

const watched = { positionSeconds: 0, watched: true };
const NAMES = ['The Lamp Room', 'Low Water', 'A Visitor', 'The Long Pier', 'Fog Signal', 'Keeper'];

export function household() {
  return [
    ...show('Harbour Lights', 'harbour', 2, 6, (at) => ({
      standing: at <= 4 ? 'ready' : at === 5 ? 'partial' : at < 11 ? 'remote' : 'gone',
      progress: at <= 2 ? watched : at === 3 ? { positionSeconds: 12, watched: false } : undefined,
      episodeName: NAMES[(at - 1) % 6],
    })),
    ...show('The Orchard Keepers', 'orchard', 3, 8, (at) => ({ standing: at < 3 ? 'ready' : 'remote' })),
    ...show('Night Ferry', 'ferry', 1, 10, (at) => ({ standing: at === 1 ? 'partial' : 'remote' })),
    title('m1', 'movie', { name: 'The Salt Road', year: 1987, durationSeconds: 7020, sizeBytes: 4 * GB }, 'partial'),
    title('m2', 'movie', { name: 'Winter Apples', year: 2019, durationSeconds: 6300 }, 'ready'),
    title('m3', 'movie', { name: 'An Extraordinarily Long Title About Quite Ordinary People', year: 2003 }, 'gone'),
    title('c1', 'clip', { name: 'Garden in spring', durationSeconds: 92, sizeBytes: 8e7 }, 'remote'),
    title('c2', 'clip', { name: null, path: 'Videos/IMG_2031.MOV', durationSeconds: 31, sizeBytes: 4e7 }, 'remote'),
  ];
}
