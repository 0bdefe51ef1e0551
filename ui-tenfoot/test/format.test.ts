import { expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { clock, percent, size } from '../src/i18n/format';
import { pluralIn } from '../src/i18n/plural';

it('clock_belowAnHour_hasMinutesAndSeconds', () => expect(clock(754.9)).toBe('12:34'));
it('clock_fromAnHour_hasHours', () => expect(clock(3723)).toBe('1:02:03'));
it('clock_ofNonsense_isZero', () => expect([clock(Number.NaN), clock(-4)]).toEqual(['0:00', '0:00']));
it('percent_ofALittle_isNeverZero', () => expect(percent(1, 1_000_000)).toBe(1));
it('percent_ofAlmostAll_isNeverAHundred', () => expect(percent(999_999, 1_000_000)).toBe(99));
it('percent_ofNothingOrAll_saysSo', () => expect([percent(0, 10), percent(10, 10), percent(5, 0)]).toEqual([0, 100, 0]));
it('size_ofAFilm_isShort', () => expect([size(999), size(1_500_000), size(4.2e9)]).toEqual(['999 B', '1.5 MB', '4.2 GB']));
it('plural_followsTheLanguage', () => {
  expect(pluralIn('en')(1, { one: '# day', other: '# days' })).toBe('1 day');
  expect(pluralIn('pl')(3, { one: '# dzień', few: '# dni', other: '# dnia' })).toBe('3 dni');
});
it('list_ofNames_readsAsASentence', () =>
  expect([en.list(['A']), en.list(['A', 'B']), en.list(['A', 'B', 'C'])]).toEqual(['A', 'A and B', 'A and 2 others']));
