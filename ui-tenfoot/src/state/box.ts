/**
 * What the page knows of the box: titles, devices, queue, and whether the box answers. Kept current
 * by events; bursts of events become one look.
 */

import { batch, createMemo, createSignal, type Accessor } from 'solid-js';
import type { Answer, BoxApi } from '../api/client';
import type { Change, EventsListener, Topic } from '../api/events';
import type { Device, Folder, QueueEntry, Title } from '../api/types';
import { catalogueOf, type Catalogue } from './catalogue';
import { deviceNames, holdersOf, standingOf, type DeviceNames, type Standing } from './standing';

export type Link = 'starting' | 'up' | 'away' | 'unpaired';

/** Events within this time are answered by one round of calls. */
const GATHER_MS = 300;

/** More changed titles than this are read as one library rather than one by one. */
const SINGLE_TITLES = 8;

interface Dirt {
  devices: boolean;
  queue: boolean;
  library: boolean;
  titles: string[];
}

const clean = (): Dirt => ({ devices: false, queue: false, library: false, titles: [] });

export class Box implements EventsListener {
  readonly link: Accessor<Link>;
  readonly loaded: Accessor<boolean>;
  readonly name: Accessor<string>;
  readonly catalogue: Accessor<Catalogue>;
  readonly devices: Accessor<readonly Device[]>;
  readonly folders: Accessor<readonly Folder[]>;
  readonly #api: BoxApi;
  readonly #after: (ms: number, task: () => void) => void;
  readonly #setLink: (link: Link) => void;
  readonly #setLoaded: (loaded: boolean) => void;
  readonly #setName: (name: string) => void;
  readonly #titles = createSignal<readonly Title[]>([]);
  readonly #queue = createSignal<readonly QueueEntry[]>([]);
  readonly #setDevices: (devices: readonly Device[]) => void;
  readonly #setFolders: (folders: readonly Folder[]) => void;
  readonly #byId = createMemo(() => index(this.#titles[0](), (title) => title.id));
  readonly #entries = createMemo(() => index(this.#queue[0](), (entry) => entry.title));
  readonly #names: Accessor<DeviceNames>;
  readonly #listeners: { readonly topic: Topic; readonly listener: (subject: string) => void }[] = [];
  #dirt = clean();
  #looking = false;

  constructor(api: BoxApi, after: (ms: number, task: () => void) => void) {
    this.#api = api;
    this.#after = after;
    [this.link, this.#setLink] = createSignal<Link>('starting');
    [this.loaded, this.#setLoaded] = createSignal(false);
    [this.name, this.#setName] = createSignal('');
    [this.devices, this.#setDevices] = createSignal<readonly Device[]>([]);
    [this.folders, this.#setFolders] = createSignal<readonly Folder[]>([]);
    this.catalogue = createMemo(() => catalogueOf(this.#titles[0]()));
    this.#names = createMemo(() => deviceNames(this.devices()));
  }

  title(id: string): Title | undefined {
    return this.#byId()[id];
  }

  queued(titleId: string): QueueEntry | undefined {
    return this.#entries()[titleId];
  }

  standing(title: Title): Standing {
    return standingOf(title, this.queued(title.id), this.#names());
  }

  sourceNames(title: Title): readonly string[] {
    return holdersOf(title).map(this.#names());
  }

  /** Who offers or shares the folder. */
  offererNames(folder: Folder): readonly string[] {
    return folder.devices.map(this.#names());
  }

  /** Shows a change at once; the box's own answer follows by event. */
  amend(id: string, change: Partial<Title>): void {
    const [titles, setTitles] = this.#titles;
    setTitles(titles().map((title) => (title.id === id ? { ...title, ...change } : title)));
  }

  async refreshTitle(id: string): Promise<void> {
    this.#take(await this.#api.title(id), (title) => this.amend(id, title));
  }

  /** Reads everything again. */
  async reload(): Promise<void> {
    const api = this.#api;
    const answers = await Promise.all([api.status(), api.library(), api.devices(), api.folders(), api.queue()]);
    const [status, library, devices, folders, queue] = answers;
    batch(() => {
      if (library.ok) this.#setLink('up'); // also after pairing, which no longer is 'unpaired'
      this.#take(status, (value) => this.#setName(value.name));
      this.#take(devices, this.#setDevices);
      this.#take(folders, this.#setFolders);
      this.#take(queue, this.#queue[1]);
      this.#take(library, (value) => {
        this.#titles[1](value);
        this.#setLoaded(true);
      });
    });
  }

  /** Calls `listener` with each change of `topic` until it is told to stop. */
  listen(topic: Topic, listener: (subject: string) => void): () => void {
    const entry = { topic, listener };
    this.#listeners.push(entry);
    return () => this.#listeners.splice(this.#listeners.indexOf(entry), 1);
  }

  changed(change: Change): void {
    for (const it of [...this.#listeners]) if (it.topic === change.topic) it.listener(change.subject);
    note(this.#dirt, change, (id) => this.title(id) !== undefined);
    this.#lookSoon();
  }

  up(): void {
    void this.reload();
  }

  away(): void {
    this.#setLink('away');
  }

  unpaired(): void {
    this.#setLink('unpaired');
  }

  #lookSoon(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#after(GATHER_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const dirt = this.#dirt;
    this.#dirt = clean();
    if (dirt.devices) await this.#lookAtDevices();
    if (dirt.queue) this.#take(await this.#api.queue(), (queue) => dirt.titles.push(...this.#takeQueue(queue)));
    if (dirt.library || dirt.titles.length > SINGLE_TITLES) this.#take(await this.#api.library(), this.#titles[1]);
    else await Promise.all(dirt.titles.map((id) => this.refreshTitle(id)));
    this.#looking = false;
    const more = this.#dirt;
    if (more.devices || more.queue || more.library || more.titles.length > 0) this.#lookSoon();
  }

  /** Who is there, and what they offer. */
  async #lookAtDevices(): Promise<void> {
    const [devices, folders] = await Promise.all([this.#api.devices(), this.#api.folders()]);
    this.#take(devices, this.#setDevices);
    this.#take(folders, this.#setFolders);
  }

  /** Takes the queue; says which titles' own figures are due, because their entry went away or came to another state. */
  #takeQueue(queue: readonly QueueEntry[]): string[] {
    const [before, setQueue] = this.#queue;
    const due = before().filter((old) => queue.find((entry) => entry.id === old.id)?.state !== old.state);
    setQueue(queue);
    return due.map((entry) => entry.title);
  }

  /** Takes an answer, or notes why there is none. */
  #take<T>(answer: Answer<T>, keep: (value: T) => void): void {
    if (answer.ok) {
      if (this.link() === 'away') this.#setLink('up');
      keep(answer.value);
    } else if (answer.fault.kind === 'unpaired') this.#setLink('unpaired');
    else if (answer.fault.kind === 'away' && this.link() !== 'unpaired') this.#setLink('away');
  }
}

/** What has to be read again after a change. */
function note(dirt: Dirt, change: Change, isTitle: (id: string) => boolean): void {
  const known = change.subject !== '' && isTitle(change.subject);
  switch (change.topic) {
    case 'devices':
      dirt.devices = true;
      dirt.library = true; // who is away decides what is reachable
      return;
    case 'queue':
      dirt.queue = true;
      break;
    case 'library':
      dirt.library = dirt.library || !known;
      break;
    case 'progress':
      break;
    case 'playback':
    case 'settings':
    case 'pairing':
    case 'messages':
    case 'activity':
      return;
  }
  if (known && !dirt.titles.includes(change.subject)) dirt.titles.push(change.subject);
}

function index<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, T>> {
  const found: Record<string, T> = {};
  for (const item of items) found[keyOf(item)] = item;
  return found;
}
