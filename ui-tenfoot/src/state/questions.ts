/** What the household has to decide: which devices may join, which of their folders are taken. */

import type { Device, Folder } from '../api/types';
import type { Place } from './router';

type Question = Extract<Place, { screen: 'approve' | 'take' }>;

/** Asks each question once for as long as the page runs: "not now" is an answer. */
export class Questions {
  readonly #asked: string[] = [];

  /** The next question to put on the screen, devices first; from now on it counts as asked. */
  next(devices: readonly Device[], folders: readonly Folder[]): Question | null {
    const device = devices.find((it) => it.state === 'pending' && this.#isNew(`device ${it.id}`));
    if (device) return this.#ask(`device ${device.id}`, { screen: 'approve', deviceId: device.id });
    const folder = folders.find((it) => it.state === 'pending' && this.#isNew(`folder ${it.id}`));
    if (folder) return this.#ask(`folder ${folder.id}`, { screen: 'take', folderId: folder.id });
    return null;
  }

  #isNew(name: string): boolean {
    return !this.#asked.includes(name);
  }

  #ask(name: string, question: Question): Question {
    this.#asked.push(name);
    return question;
  }
}
