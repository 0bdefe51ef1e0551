import { expect, it } from 'vitest';
import { byline, firstUnwatched, headline, showOf } from '../src/state/catalogue';
import { episode, titleOf } from './samples';

const watched = { progress: { positionSeconds: 0, watched: true } };

it('show_ofEpisodesInAnyOrder_sortsBySeasonAndNumber', () => {
  const show = showOf('Lights', [episode(2, 1), episode(1, 10), episode(1, 2), episode(1, 1)]);
  expect(show.episodes.map((it) => it.id)).toEqual(['s1e1', 's1e2', 's1e10', 's2e1']);
  expect(show.seasons.map((it) => it.number)).toEqual([1, 2]);
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
