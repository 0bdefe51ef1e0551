/** What has to be read again after the box's events. */

import type { Change } from '../api/events';
import { ROWS, type RowId } from './home';

export class Dirt {
  devices = false;
  /** Every title may stand elsewhere now. */
  library = false;
  readonly rows: RowId[] = [];
  readonly titles: string[] = [];

  isEmpty(): boolean {
    return !this.devices && !this.library && this.rows.length === 0 && this.titles.length === 0;
  }

  /** Notes a change; `isKnown` says whether the page has the title. */
  note(change: Change, isKnown: (id: string) => boolean): void {
    const known = change.subject !== '' && isKnown(change.subject);
    switch (change.topic) {
      case 'devices':
        this.devices = true;
        this.#everything(); // who is away decides what is reachable
        return;
      case 'queue':
        this.#row('coming', 'arrived');
        break;
      case 'library':
        if (!known) this.#everything();
        break;
      case 'progress':
        this.#row('begun', 'next');
        break;
      case 'playback':
      case 'settings':
      case 'pairing':
      case 'messages':
      case 'activity':
        return;
    }
    if (known && !this.titles.includes(change.subject)) this.titles.push(change.subject);
  }

  #everything(): void {
    this.library = true;
    this.#row(...ROWS);
  }

  #row(...rows: readonly RowId[]): void {
    for (const row of rows) if (!this.rows.includes(row)) this.rows.push(row);
  }
}
