import { expect, it } from 'vitest';
import type { Device } from '../src/api/types';
import { Questions } from '../src/state/questions';
import { offer, PC } from './samples';

const knocking: Device = { id: 'new', name: 'New PC', state: 'pending' };

it('deviceAndFolder_bothOpen_deviceIsAskedFirst', () => {
  const questions = new Questions();
  expect(questions.next([PC, knocking], [offer('series')])).toEqual({ screen: 'approve', deviceId: 'new' });
  expect(questions.next([PC, knocking], [offer('series')])).toEqual({ screen: 'take', folderId: 'series' });
});

it('question_asked_isNotAskedAgain', () => {
  const questions = new Questions();
  questions.next([], [offer('series')]);
  expect(questions.next([], [offer('series')])).toBeNull();
  expect(questions.next([], [offer('series'), offer('movies')])).toEqual({ screen: 'take', folderId: 'movies' });
});

it('nothingPending_asksNothing', () => {
  expect(new Questions().next([PC], [{ ...offer('series'), state: 'active' }])).toBeNull();
});

it('deviceAndFolder_ofTheSameId_areTwoQuestions', () => {
  const questions = new Questions();
  questions.next([{ ...knocking, id: 'x' }], []);
  expect(questions.next([], [offer('x')])).toEqual({ screen: 'take', folderId: 'x' });
});
