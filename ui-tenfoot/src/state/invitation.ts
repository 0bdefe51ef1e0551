/** The code on the TV: read from the box, counted down, read again when it changes or is over. */

import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import { useApp } from '../app';
import type { Pairing, Token } from '../api/types';

const SECOND_MS = 1000;

export interface Invitation {
  /** Null until the box has said, or where this page may not know. */
  readonly pairing: Accessor<Pairing | null>;
  readonly secondsLeft: Accessor<number>;
  /** Who came in while this was on the screen, or empty. */
  readonly newcomer: Accessor<string>;
  readonly look: () => Promise<void>;
}

/** For as long as the calling screen is drawn. */
export function useInvitation(): Invitation {
  const { api, box, now } = useApp();
  const [pairing, setPairing] = createSignal<Pairing | null>(null);
  const [endsAtMs, setEndsAtMs] = createSignal(0);
  const [clockMs, setClockMs] = createSignal(now());
  const [newcomer, setNewcomer] = createSignal('');
  let known: readonly Token[] | null = null;
  const secondsLeft = (): number => Math.max(0, Math.ceil((endsAtMs() - clockMs()) / SECOND_MS));

  const greet = async (): Promise<void> => {
    const tokens = await api.tokens();
    if (!tokens.ok) return;
    const before = known;
    known = tokens.value;
    const fresh = before ? tokens.value.find((it) => before.every((old) => old.id !== it.id)) : undefined;
    if (fresh) setNewcomer(fresh.name);
  };
  const look = async (): Promise<void> => {
    const answer = await api.pairing();
    if (!answer.ok) return;
    const readAtMs = now();
    setClockMs(readAtMs);
    setEndsAtMs(readAtMs + (answer.value.expiresInSeconds ?? 0) * SECOND_MS);
    setPairing(answer.value);
    await greet();
  };
  onMount(() => void look());
  onCleanup(box.listen('pairing', () => void look()));
  const timer = window.setInterval(() => {
    const wasOpen = secondsLeft() > 0;
    setClockMs(now());
    if (wasOpen && secondsLeft() === 0) void look();
  }, SECOND_MS);
  onCleanup(() => window.clearInterval(timer));
  return { pairing, secondsLeft, newcomer, look };
}
