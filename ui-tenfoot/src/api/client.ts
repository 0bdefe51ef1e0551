/** Calls to the box. A refusal is a value that says what happened, never an exception. */

import type {
  Chunks,
  Device,
  Folder,
  HomeAnswer,
  News,
  Page,
  Pairing,
  PlaybackAnswer,
  QueueEntry,
  ShowFacts,
  Status,
  Title,
  Token,
} from './types';

export type Fault =
  | { readonly kind: 'away' } // no answer at all
  | { readonly kind: 'unpaired' } // 401
  | { readonly kind: 'tooOften' } // 429
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The longest list that one call may ask for: nearly every show whole. */
const SHOW_TITLES = 500;

/** What a row goes on by: more than anyone passes while the call is under way. */
const ROW_TITLES = 100;

export class BoxApi {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  status(): Promise<Answer<Status>> {
    return this.#call('GET', 'status');
  }

  devices(): Promise<Answer<readonly Device[]>> {
    return this.#all('devices?');
  }

  folders(): Promise<Answer<readonly Folder[]>> {
    return this.#all('folders?');
  }

  /** The first of each of these rows; of all, if none is named. */
  home(rows: readonly string[]): Promise<Answer<HomeAnswer>> {
    return this.#call('GET', rows.length === 0 ? 'home' : `home?rows=${rows.join(',')}`);
  }

  shows(cursor: string): Promise<Answer<Page<ShowFacts>>> {
    return this.#call('GET', `shows?limit=${ROW_TITLES}&cursor=${encodeURIComponent(cursor)}`);
  }

  shelf(shelf: 'movies' | 'clips', cursor: string): Promise<Answer<Page<Title>>> {
    return this.#call('GET', `library?shelf=${shelf}&limit=${ROW_TITLES}&cursor=${encodeURIComponent(cursor)}`);
  }

  /** Every episode of a show. */
  episodes(show: string): Promise<Answer<readonly Title[]>> {
    return this.#all(`library?show=${encodeURIComponent(show)}&limit=${SHOW_TITLES}&`);
  }

  /** The queue's entry of a title: one or none. */
  queued(title: string): Promise<Answer<Page<QueueEntry>>> {
    return this.#call('GET', `queue?title=${encodeURIComponent(title)}`);
  }

  /** The episode that follows. */
  next(id: string): Promise<Answer<{ readonly next: Title | null }>> {
    return this.#call('GET', `titles/${encodeURIComponent(id)}/next`);
  }

  title(id: string): Promise<Answer<Title>> {
    return this.#call('GET', `titles/${encodeURIComponent(id)}`);
  }

  chunks(id: string): Promise<Answer<Chunks>> {
    return this.#call('GET', `titles/${encodeURIComponent(id)}/chunks`);
  }

  playback(id: string, profile: unknown): Promise<Answer<PlaybackAnswer>> {
    return this.#call('POST', `titles/${encodeURIComponent(id)}/playback`, { profile });
  }

  enqueue(title: string): Promise<Answer<unknown>> {
    return this.#call('POST', 'queue', { title });
  }

  keep(title: string, keep: boolean): Promise<Answer<unknown>> {
    return this.#call('PATCH', `titles/${encodeURIComponent(title)}`, { keep });
  }

  approveDevice(id: string, name: string): Promise<Answer<unknown>> {
    return this.#call('POST', 'devices', { id, name });
  }

  /** Takes a folder that a device offers; nothing of it is copied until it is asked for. */
  takeFolder(id: string): Promise<Answer<unknown>> {
    return this.#call('PUT', `folders/${encodeURIComponent(id)}`, { mode: 'stock' });
  }

  /** Turns away a device that knocked; nobody is asked about it again. */
  refuseDevice(id: string): Promise<Answer<unknown>> {
    return this.#call('PATCH', `devices/${encodeURIComponent(id)}`, { state: 'refused' });
  }

  forgetDevice(id: string): Promise<Answer<unknown>> {
    return this.#call('DELETE', `devices/${encodeURIComponent(id)}`);
  }

  /** The newest of a folder's news. */
  async news(folder: string, limit: number): Promise<Answer<readonly News[]>> {
    const path = `folders/${encodeURIComponent(folder)}/activity?limit=${limit}`;
    const page: Answer<Page<News>> = await this.#call('GET', path);
    return page.ok ? { ok: true, value: page.value.items } : page;
  }

  pairing(): Promise<Answer<Pairing>> {
    return this.#call('GET', 'pairing');
  }

  openPairing(scopes: readonly string[]): Promise<Answer<unknown>> {
    return this.#call('POST', 'pairing', { open: true, scopes });
  }

  tokens(): Promise<Answer<readonly Token[]>> {
    return this.#all('tokens?');
  }

  openSession(ticket: string): Promise<Answer<unknown>> {
    return this.#call('POST', 'session', { ticket });
  }

  claimPairing(code: string, name: string): Promise<Answer<unknown>> {
    return this.#call('POST', 'pairing/claim', { code, name });
  }

  /** Saves the position; outlives the page, so that switching the TV off loses nothing. */
  saveProgress(title: string, positionSeconds: number, watched: boolean): Promise<Answer<unknown>> {
    const path = `viewers/default/progress/${encodeURIComponent(title)}`;
    return this.#call('PUT', path, { positionSeconds, watched });
  }

  /** What the stream says about its first byte: 0 when the box does not answer. */
  async streamStatus(url: string): Promise<number> {
    try {
      const answer = await this.#fetch(url, { method: 'HEAD', credentials: 'same-origin' });
      return answer.status;
    } catch {
      return 0; // no answer is an answer here: the caller tries again and says so
    }
  }

  async #all<T>(path: string): Promise<Answer<readonly T[]>> {
    const items: T[] = [];
    let cursor = '';
    for (;;) {
      const page: Answer<Page<T>> = await this.#call('GET', path + cursor);
      if (!page.ok) return page;
      items.push(...page.value.items);
      if (!page.value.next) return { ok: true, value: items };
      cursor = `cursor=${encodeURIComponent(page.value.next)}`;
    }
  }

  async #call<T>(method: Method, path: string, body?: unknown): Promise<Answer<T>> {
    let answer: Response;
    try {
      answer = await this.#fetch(`/api/v1/${path}`, request(method, body));
    } catch {
      return { ok: false, fault: { kind: 'away' } };
    }
    if (!answer.ok) return { ok: false, fault: await faultOf(answer) };
    return { ok: true, value: (await bodyOf(answer)) as T };
  }
}

function request(method: Method, body: unknown): RequestInit {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' } };
  if (body === undefined) return init;
  return {
    ...init,
    keepalive: method === 'PUT',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

async function faultOf(answer: Response): Promise<Fault> {
  if (answer.status === 401) return { kind: 'unpaired' };
  if (answer.status === 429) return { kind: 'tooOften' };
  if (answer.status === 502 || answer.status === 504) return { kind: 'away' };
  const problem = (await bodyOf(answer)) as { detail?: string; title?: string } | null;
  return { kind: 'refused', status: answer.status, detail: problem?.detail ?? problem?.title ?? '' };
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null; // a proxy's page in place of JSON says nothing that we could show
  }
}
