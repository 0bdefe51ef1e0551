/** What the player says, and when: silence unless the viewer would wonder. */

import { t } from '../i18n/messages';
import { SAY_WAITING_AFTER_MS, type Playback } from './machine';

export function wordsFor(state: Playback, nowMs: number, sources: readonly string[]): string {
  const lasts = nowMs - state.sinceMs >= SAY_WAITING_AFTER_MS;
  switch (state.phase) {
    case 'opening':
      return lasts ? t.waitingFor(sources) : t.opening;
    case 'waiting':
      return lasts ? t.waitingFor(sources) : '';
    case 'retrying':
      return state.loss === 'boxAway' ? t.boxAway : state.loss === 'sourceAway' ? t.sourceAway(sources) : t.opening;
    case 'broken':
      return state.detail === '' ? t.cannotDecode : t.cannotOpen(state.detail);
    case 'playing':
      return state.complaint === null ? '' : state.complaint === 'noPicture' ? t.noPicture : t.noSound;
    case 'paused':
    case 'ended':
      return '';
  }
}
