/** Which part of a long list is drawn: a few items around the focused one, whatever the length. */

export interface Window {
  readonly from: number;
  readonly to: number;
}

export function windowAround(focused: number, length: number, before: number, after: number): Window {
  return { from: Math.max(0, focused - before), to: Math.min(length, focused + after + 1) };
}

export function indexes(window: Window): number[] {
  const all: number[] = [];
  for (let index = window.from; index < window.to; index++) all.push(index);
  return all;
}
