import { expect, it } from 'vitest';
import { BoxApi } from '../src/api/client';
import { refused, withDigit, withoutLast, EMPTY_CODE } from '../src/state/pairing';

function answering(...answers: Response[]): { api: BoxApi; asked: string[] } {
  const asked: string[] = [];
  const fetch = (url: string, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method ?? 'GET'} ${url}`);
    return Promise.resolve(answers.shift() ?? new Response('', { status: 500 }));
  };
  return { api: new BoxApi(fetch), asked };
}
const json = (status: number, value: unknown): Response => new Response(JSON.stringify(value), { status });

it('episodes_overSeveralPages_areRead', async () => {
  const { api, asked } = answering(json(200, { items: [{ id: 'a' }], next: 'c 1' }), json(200, { items: [{ id: 'b' }] }));
  const answer = await api.episodes('A & B');
  expect(answer.ok && answer.value.map((it) => it.id)).toEqual(['a', 'b']);
  expect(asked[1]).toBe('GET /api/v1/library?show=A%20%26%20B&limit=500&cursor=c%201');
});

it('call_withoutAnAnswer_isAway', async () => {
  const api = new BoxApi(() => Promise.reject(new TypeError('no route')));
  expect(await api.status()).toEqual({ ok: false, fault: { kind: 'away' } });
  expect(await api.streamStatus('/stream/x')).toBe(0);
});

it.each([
  [401, { kind: 'unpaired' }],
  [429, { kind: 'tooOften' }],
  [502, { kind: 'away' }],
  [409, { kind: 'refused', status: 409, detail: 'The disk is full.' }],
])('call_answered%i_saysWhatHappened', async (status, fault) => {
  const { api } = answering(json(status, { title: 'Conflict', detail: 'The disk is full.' }));
  expect(await api.enqueue('m')).toEqual({ ok: false, fault });
});

it('call_refusedWithAPageInsteadOfJson_staysARefusal', async () => {
  const { api } = answering(new Response('<html>', { status: 500 }));
  expect(await api.keep('m', true)).toEqual({ ok: false, fault: { kind: 'refused', status: 500, detail: '' } });
});

it('code_afterSixDigits_isChecked', () => {
  const full = [1, 2, 3, 4, 5, 6].reduce(withDigit, EMPTY_CODE);
  expect(full).toMatchObject({ digits: '123456', checking: true });
  expect(withDigit(full, 7)).toBe(full);
  expect(withoutLast(withDigit(EMPTY_CODE, 4)).digits).toBe('');
});

it.each([403, 429, 400])('code_refusedWith%i_saysWhyInWords', async (status) => {
  const { api } = answering(json(status, {}));
  const entry = refused(await api.claimPairing('111111', 'TV'));
  expect(entry.digits).toBe('');
  expect(entry.message).toMatch(/\w+ \w+/);
});
