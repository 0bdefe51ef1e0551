/** What the position bar shows: which parts of the film are on the box, and which the TV has read. */

import type { Chunks } from '../api/types';

/** Parts of the film, from 0 to 1, in order and apart. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** The bar is drawn in this many cells at most: one gradient, whatever the number of chunks. */
const CELLS = 160;

/** Decodes the bitmap into runs of present chunks; a cell counts only when every chunk in it is here. */
export function presentParts(chunks: Chunks): Part[] {
  const bytes = atob(chunks.present);
  const isPresent = (chunk: number): boolean => ((bytes.charCodeAt(chunk >> 3) >> (chunk & 7)) & 1) === 1;
  const cells = Math.min(CELLS, chunks.count);
  const parts: Part[] = [];
  let from = -1;
  for (let cell = 0; cell <= cells; cell++) {
    const whole = cell < cells && cellIsWhole(cell, cells, chunks.count, isPresent);
    if (whole && from < 0) from = cell;
    if (!whole && from >= 0) {
      parts.push({ from: from / cells, to: cell / cells });
      from = -1;
    }
  }
  return parts;
}

function cellIsWhole(cell: number, cells: number, count: number, isPresent: (chunk: number) => boolean): boolean {
  const end = Math.floor(((cell + 1) * count) / cells);
  for (let chunk = Math.floor((cell * count) / cells); chunk < end; chunk++) {
    if (!isPresent(chunk)) return false;
  }
  return true;
}

export function presentPart(chunks: Chunks): number {
  const bytes = atob(chunks.present);
  let present = 0;
  for (let chunk = 0; chunk < chunks.count; chunk++) {
    present += (bytes.charCodeAt(chunk >> 3) >> (chunk & 7)) & 1;
  }
  return chunks.count === 0 ? 0 : present / chunks.count;
}

export function bufferedParts(ranges: TimeRanges, durationSeconds: number): Part[] {
  const parts: Part[] = [];
  for (let index = 0; durationSeconds > 0 && index < ranges.length; index++) {
    parts.push({ from: ranges.start(index) / durationSeconds, to: Math.min(1, ranges.end(index) / durationSeconds) });
  }
  return parts;
}

/** A gradient with hard edges: `colour` where there is a part, nothing elsewhere. */
export function stripes(parts: readonly Part[], colour: string): string {
  const at = (part: number): string => `${(part * 100).toFixed(2)}%`;
  const stops = ['transparent 0%'];
  for (const part of parts) {
    stops.push(`transparent ${at(part.from)}`, `${colour} ${at(part.from)}`, `${colour} ${at(part.to)}`, `transparent ${at(part.to)}`);
  }
  stops.push('transparent 100%');
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
