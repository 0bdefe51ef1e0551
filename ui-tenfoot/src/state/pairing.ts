/** The six digits being entered, and what came of them. */

import type { Answer } from '../api/client';
import { t } from '../i18n/messages';

export interface CodeEntry {
  readonly digits: string;
  readonly checking: boolean;
  readonly message: string;
}

export const CODE_DIGITS = 6;
export const EMPTY_CODE: CodeEntry = { digits: '', checking: false, message: '' };

export function withDigit(entry: CodeEntry, digit: number): CodeEntry {
  if (entry.checking || entry.digits.length >= CODE_DIGITS) return entry;
  const digits = entry.digits + String(digit);
  return { digits, checking: digits.length === CODE_DIGITS, message: '' };
}

export function withoutLast(entry: CodeEntry): CodeEntry {
  return entry.checking ? entry : { ...entry, digits: entry.digits.slice(0, -1), message: '' };
}

/** The entry after a refused claim: empty again, with the reason in words. */
export function refused(answer: Answer<unknown>): CodeEntry {
  return { ...EMPTY_CODE, message: answer.ok ? '' : wordsFor(answer.fault) };
}

function wordsFor(fault: Extract<Answer<unknown>, { ok: false }>['fault']): string {
  switch (fault.kind) {
    case 'away':
      return t.pairAway;
    case 'tooOften':
      return t.pairTooOften;
    case 'unpaired':
      return t.pairWrong;
    case 'refused':
      return fault.status === 403 ? t.pairClosed : fault.detail === '' ? t.pairWrong : fault.detail;
  }
}
