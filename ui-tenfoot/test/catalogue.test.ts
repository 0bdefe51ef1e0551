import { expect, it } from 'vitest';
import { byline, catalogueOf, firstUnwatched, headline, nextEpisode } from '../src/state/catalogue';
import { availability, episode, titleOf } from './samples';

const watched = { progress: { positionSeconds: 0, watched: true } };

it('catalogue_ofEpisodesInAnyOrder_sortsBySeasonAndNumber', () => {
  const { shows } = catalogueOf([episode(2, 1), episode(1, 10), episode(1, 2), episode(1, 1)]);
  expect(shows[0]?.episodes.map((it) => it.id)).toEqual(['s1e1', 's1e2', 's1e10', 's2e1']);
  expect(shows[0]?.seasons.map((it) => it.number)).toEqual([1, 2]);
});

it('catalogue_ofReadyTitles_leavesOutWatchedOnes', () => {
  const ready = { availability: availability({ state: 'ready' }) };
  const { ready: shelf } = catalogueOf([titleOf('a', ready), titleOf('b', { ...ready, ...watched })]);
  expect(shelf.map((it) => it.id)).toEqual(['a']);
});

it('nextEpisode_atTheEndOfASeason_isTheFirstOfTheNext', () => {
  const catalogue = catalogueOf([episode(1, 1), episode(1, 2), episode(2, 1)]);
  expect(nextEpisode(catalogue, 's1e2')?.id).toBe('s2e1');
  expect(nextEpisode(catalogue, 's2e1')).toBeNull();
});

it('nextEpisode_afterAMovie_isNothing', () => {
  expect(nextEpisode(catalogueOf([titleOf('a'), titleOf('b')]), 'a')).toBeNull();
});

it('firstUnwatched_afterTwoWatched_isTheThird', () => {
  expect(firstUnwatched([episode(1, 1, watched), episode(1, 2, watched), episode(1, 3)])).toBe(2);
  expect(firstUnwatched([episode(1, 1, watched)])).toBe(0);
});

it('headline_withoutAName_usesEpisodeOrFile', () => {
  expect(headline(episode(1, 4, { name: null }))).toBe('Episode 4');
  expect(headline(titleOf('x', { kind: 'clip', name: null, path: 'a/IMG_2.MOV' }))).toBe('IMG_2.MOV');
  expect(byline(episode(1, 4))).toBe('Lights · S1 E4');
});
