/** Seeking by key: ten seconds a press, faster the longer the key is held, one jump when it rests. */

export interface Scrub {
  readonly targetSeconds: number;
  readonly startedMs: number;
  readonly lastMs: number;
}

const STEP_SECONDS = 10;

/** Key repeats come as fast as 30 a second on some remotes; more than this is not steerable. */
const REPEAT_MS = 120;

/** The film moves this long after the last press, so that ten presses are one jump. */
export const SETTLE_MS = 350;

export function scrub(
  before: Scrub | null,
  direction: -1 | 1,
  press: { readonly held: boolean; readonly atMs: number },
  film: { readonly positionSeconds: number; readonly durationSeconds: number },
): Scrub {
  if (before && press.held && press.atMs - before.lastMs < REPEAT_MS) return before;
  const startedMs = before && press.held ? before.startedMs : press.atMs;
  const from = before?.targetSeconds ?? film.positionSeconds;
  const target = from + direction * STEP_SECONDS * factor(press.atMs - startedMs);
  const last = film.durationSeconds > 0 ? Math.max(0, film.durationSeconds - 1) : target;
  return { targetSeconds: Math.min(Math.max(0, target), last), startedMs, lastMs: press.atMs };
}

function factor(heldMs: number): number {
  if (heldMs >= 5000) return 12;
  if (heldMs >= 2500) return 4;
  return heldMs >= 1000 ? 2 : 1;
}

export function isSettled(state: Scrub, nowMs: number): boolean {
  return nowMs - state.lastMs >= SETTLE_MS;
}
