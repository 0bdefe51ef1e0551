/**
 * The box's live events. Opens, notices when the box goes away, and opens again with growing
 * pauses; whoever listens is told to look again at everything after each return.
 */

export const TOPICS = ['queue', 'progress', 'devices', 'library', 'playback', 'settings', 'pairing', 'messages', 'activity'] as const;
export type Topic = (typeof TOPICS)[number];

export interface Change {
  readonly topic: Topic;
  /** The id of what changed, or empty for "look again". */
  readonly subject: string;
}

export interface EventsPorts {
  readonly open: (url: string) => EventSource;
  readonly after: (ms: number, task: () => void) => void;
  /** Asks whether the box answers, and whether it still knows us. */
  readonly probe: () => Promise<'up' | 'away' | 'unpaired'>;
}

export interface EventsListener {
  changed(change: Change): void;
  up(): void;
  away(): void;
  unpaired(): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

export class LiveEvents {
  readonly #ports: EventsPorts;
  readonly #listener: EventsListener;
  #source: EventSource | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #closed = false;

  constructor(ports: EventsPorts, listener: EventsListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  start(): void {
    const source = this.#ports.open('/api/v1/events');
    this.#source = source;
    source.onopen = () => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#listener.up();
    };
    source.onerror = () => {
      if (this.#source === source) this.#lost();
    };
    for (const topic of TOPICS) {
      source.addEventListener(topic, (event) => this.#listener.changed({ topic, subject: subjectOf(event) }));
    }
  }

  close(): void {
    this.#closed = true;
    this.#source?.close();
    this.#source = null;
  }

  #lost(): void {
    this.#source?.close();
    this.#source = null;
    if (this.#closed) return;
    this.#listener.away();
    this.#ports.after(this.#pauseMs, () => void this.#again());
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  async #again(): Promise<void> {
    if (this.#closed) return;
    const found = await this.#ports.probe();
    switch (found) {
      case 'up':
        this.start();
        return;
      case 'unpaired':
        this.#listener.unpaired();
        return;
      case 'away':
        this.#lost();
        return;
    }
  }
}

/** Events carry `{"topic", "subject"}`; a plain id is understood too. */
function subjectOf(event: Event): string {
  const data = (event as MessageEvent<unknown>).data;
  if (typeof data !== 'string') return '';
  try {
    const parsed = JSON.parse(data) as { subject?: unknown } | null;
    return typeof parsed?.subject === 'string' ? parsed.subject : '';
  } catch {
    return data;
  }
}
