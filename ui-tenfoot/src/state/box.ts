/**
 * What the page knows of the box: home's rows, the show on the screen, titles that were on it, devices, and
 * whether the box answers. Kept current by events; bursts of events become one look, at what is visible.
 */

import { batch, createMemo, createSignal, untrack, type Accessor } from 'solid-js';
import type { Answer, BoxApi } from '../api/client';
import type { Change, EventsListener, Topic } from '../api/events';
import type { Device, Folder, HomeAnswer, Page, QueueEntry, ShowFacts, Title } from '../api/types';
import { showOf, type Show } from './catalogue';
import { Dirt } from './dirt';
import { NO_ROWS, ROWS, titlesOf, withAnswer, withPage, type HomeRows, type RowId } from './home';
import { Known } from './known';
import { deviceNames, holdersOf, standingOf, type DeviceNames, type Standing } from './standing';

export type Link = 'starting' | 'up' | 'away' | 'unpaired';

/** Events within this time are answered by one round of calls. */
const GATHER_MS = 300;

/** Of more titles than this that changed at once, only those on the screen are read; the others once they come there. */
const SINGLE_TITLES = 8;

export class Box implements EventsListener {
  readonly link: Accessor<Link>;
  readonly loaded: Accessor<boolean>;
  readonly name: Accessor<string>;
  readonly rows: Accessor<HomeRows>;
  readonly devices: Accessor<readonly Device[]>;
  readonly folders: Accessor<readonly Folder[]>;
  readonly #api: BoxApi;
  readonly #after: (ms: number, task: () => void) => void;
  readonly #setLink: (link: Link) => void;
  readonly #setLoaded: (loaded: boolean) => void;
  readonly #setName: (name: string) => void;
  readonly #setRows: (rows: HomeRows) => void;
  readonly #setDevices: (devices: readonly Device[]) => void;
  readonly #setFolders: (folders: readonly Folder[]) => void;
  readonly #titles = new Known<Title>();
  readonly #entries = new Known<QueueEntry>();
  readonly #shows = new Known<ShowFacts>();
  readonly #episodes = createSignal<{ readonly show: string; readonly ids: readonly string[] }>({ show: '', ids: [] });
  readonly #show: Accessor<Show>;
  readonly #names: Accessor<DeviceNames>;
  readonly #stale = new Set<string>();
  readonly #paging = new Set<RowId>();
  readonly #listeners: { readonly topic: Topic; readonly listener: (subject: string) => void }[] = [];
  #visible: readonly string[] = [];
  #showOnScreen = '';
  #dirt = new Dirt();
  #looking = false;

  constructor(api: BoxApi, after: (ms: number, task: () => void) => void) {
    this.#api = api;
    this.#after = after;
    [this.link, this.#setLink] = createSignal<Link>('starting');
    [this.loaded, this.#setLoaded] = createSignal(false);
    [this.name, this.#setName] = createSignal('');
    [this.rows, this.#setRows] = createSignal(NO_ROWS);
    [this.devices, this.#setDevices] = createSignal<readonly Device[]>([]);
    [this.folders, this.#setFolders] = createSignal<readonly Folder[]>([]);
    this.#show = createMemo(() => this.#showNow());
    this.#names = createMemo(() => deviceNames(this.devices()));
  }

  isEmpty(): boolean {
    return ROWS.every((row) => this.rows()[row].keys.length === 0);
  }

  title(id: string): Title | undefined {
    return this.#titles.get(id);
  }

  /** The queue's entry of a title, as far as it is known: of what comes first, and of what was asked for. */
  queued(titleId: string): QueueEntry | undefined {
    return this.#entries.get(titleId);
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

  /** What a show's card says. */
  showFacts(name: string): ShowFacts | undefined {
    return this.#shows.get(name);
  }

  /** A show with its episodes, once they came: of the show that was opened last. */
  show(name: string): Show | undefined {
    return this.#episodes[0]().show === name ? this.#show() : undefined;
  }

  /** A show comes on the screen: its episodes are read, and again after changes until it leaves. */
  async openShow(name: string): Promise<void> {
    this.#showOnScreen = name;
    this.#take(await this.#api.episodes(name), (episodes) => {
      batch(() => {
        this.#keep(episodes);
        if (this.#showOnScreen === name) this.#episodes[1]({ show: name, ids: episodes.map((it) => it.id) });
      });
    });
  }

  leaveShow(): void {
    this.#showOnScreen = '';
  }

  /** Goes on with a row of home, if there is more of it. */
  async more(row: RowId): Promise<void> {
    const { next } = untrack(this.rows)[row];
    if (next === null || this.#paging.has(row)) return;
    this.#paging.add(row);
    if (row === 'shows') this.#goOn(row, next, await this.#api.shows(next), (shows) => this.#keepShows(shows));
    else if (row === 'movies' || row === 'clips') {
      this.#goOn(row, next, await this.#api.shelf(row, next), (titles) => this.#keep(titles));
    }
    this.#paging.delete(row);
  }

  /** These titles are on the screen: what may have changed of them while they were not is read. */
  look(ids: readonly string[]): void {
    this.#visible = ids;
    for (const id of ids) if (this.#stale.delete(id)) void this.refreshTitle(id);
  }

  /** Shows a change at once; the box's own answer follows by event. */
  amend(id: string, change: Partial<Title>): void {
    const title = untrack(() => this.title(id));
    if (title) this.#keep([{ ...title, ...change }]);
  }

  async refreshTitle(id: string): Promise<void> {
    const answer = await this.#api.title(id);
    if (!answer.ok && answer.fault.kind === 'refused' && answer.fault.status === 404) this.#gone(id);
    else this.#take(answer, (title) => this.#keep([title]));
  }

  /** Reads whether and how a title is queued. */
  async refreshEntry(id: string): Promise<void> {
    this.#take(await this.#api.queued(id), (page) => {
      if (page.items.length === 0) this.#entries.drop([id]);
      else this.#entries.put(page.items, (entry) => entry.title);
    });
  }

  /** The episode after a title; null after the last, undefined if the box did not say. */
  async next(id: string): Promise<Title | null | undefined> {
    const answer = await this.#api.next(id);
    if (!answer.ok) return undefined;
    if (answer.value.next) this.#keep([answer.value.next]);
    return answer.value.next;
  }

  /** Reads everything that is on the screen again. */
  async reload(): Promise<void> {
    const api = this.#api;
    const answers = await Promise.all([api.status(), api.home([]), api.devices(), api.folders()]);
    const [status, home, devices, folders] = answers;
    batch(() => {
      if (home.ok) this.#setLink('up'); // also after pairing, which no longer is 'unpaired'
      this.#take(status, (value) => this.#setName(value.name));
      this.#take(devices, this.#setDevices);
      this.#take(folders, this.#setFolders);
      this.#take(home, (value) => {
        this.#allStale();
        this.#takeHome(value);
        this.#setLoaded(true);
      });
    });
    if (this.#showOnScreen !== '') await this.openShow(this.#showOnScreen);
  }

  /** Calls `listener` with each change of `topic` until it is told to stop. */
  listen(topic: Topic, listener: (subject: string) => void): () => void {
    const entry = { topic, listener };
    this.#listeners.push(entry);
    return () => this.#listeners.splice(this.#listeners.indexOf(entry), 1);
  }

  changed(change: Change): void {
    for (const it of [...this.#listeners]) if (it.topic === change.topic) it.listener(change.subject);
    this.#dirt.note(change, (id) => untrack(() => this.title(id)) !== undefined);
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
    this.#after(GATHER_MS, () => void this.#lookAgain());
  }

  async #lookAgain(): Promise<void> {
    const dirt = this.#dirt;
    this.#dirt = new Dirt();
    if (dirt.devices) await this.#lookAtDevices();
    if (dirt.library) this.#allStale();
    if (dirt.rows.length > 0) {
      const rows = dirt.rows.length === ROWS.length ? [] : dirt.rows;
      this.#take(await this.#api.home(rows), (home) => batch(() => dirt.titles.push(...this.#takeHome(home))));
    }
    if (dirt.library && this.#showOnScreen !== '') await this.openShow(this.#showOnScreen);
    await this.#refresh(dirt.titles);
    this.look(this.#visible);
    this.#looking = false;
    if (!this.#dirt.isEmpty()) this.#lookSoon();
  }

  /** Who is there, and what they offer. */
  async #lookAtDevices(): Promise<void> {
    const [devices, folders] = await Promise.all([this.#api.devices(), this.#api.folders()]);
    this.#take(devices, this.#setDevices);
    this.#take(folders, this.#setFolders);
  }

  async #refresh(ids: readonly string[]): Promise<void> {
    if (ids.length <= SINGLE_TITLES) await Promise.all(ids.map((id) => this.refreshTitle(id)));
    else for (const id of ids) this.#stale.add(id);
  }

  /** Takes home's rows; says which titles' own figures are due, because they are no longer on the way. */
  #takeHome(home: HomeAnswer): string[] {
    this.#keep(titlesOf(home));
    this.#keepShows(home.shows?.items ?? []);
    this.#setRows(withAnswer(untrack(this.rows), home));
    return home.coming ? this.#takeEntries(home.coming.map((it) => it.entry)) : [];
  }

  #takeEntries(entries: readonly QueueEntry[]): string[] {
    const over = this.#entries.keys().filter((id) => !entries.some((entry) => entry.title === id));
    this.#entries.drop(over);
    this.#entries.put(entries, (entry) => entry.title);
    for (const id of over.slice(0, SINGLE_TITLES)) void this.refreshEntry(id);
    return over;
  }

  #goOn<T extends Title | ShowFacts>(row: RowId, from: string, answer: Answer<Page<T>>, keep: (items: readonly T[]) => void): void {
    this.#take(answer, (page) => {
      batch(() => {
        const rows = untrack(this.rows);
        keep(page.items);
        if (rows[row].next === from) this.#setRows({ ...rows, [row]: withPage(rows[row], page) });
      });
    });
  }

  #keep(titles: readonly Title[]): void {
    for (const title of titles) this.#stale.delete(title.id);
    this.#titles.put(titles, (title) => title.id);
  }

  #keepShows(shows: readonly ShowFacts[]): void {
    this.#shows.put(shows, (show) => show.name);
  }

  #gone(id: string): void {
    this.#titles.drop([id]);
    this.changed({ topic: 'library', subject: id });
  }

  #allStale(): void {
    for (const id of this.#titles.keys()) this.#stale.add(id);
  }

  #showNow(): Show {
    const { show, ids } = this.#episodes[0]();
    const episodes: Title[] = [];
    for (const id of ids) {
      const title = this.title(id);
      if (title) episodes.push(title);
    }
    return showOf(show, episodes);
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
