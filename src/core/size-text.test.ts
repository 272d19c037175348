import { expect, it } from 'vitest';
import { countText, sizeText } from './size-text.ts';

it.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [999_000, '999 kB'],
  [999_001, '1.0 MB'],
  [3_412_000, '3.4 MB'],
  [45_000_000, '45.0 MB'],
  [999_949_999, '999.9 MB'],
  [999_950_000, '1.00 GB'],
  [3_740_000_000, '3.74 GB'],
])('%d bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));

it.each([
  [0, '0 k'],
  [41, '1 k'],
  [999_000, '999 k'],
  [999_001, '1.0 M'],
  [870_200_000, '870.2 M'],
])('%d parameters are %s', (count, text) => expect(countText(count)).toBe(text));
