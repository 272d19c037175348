/** Largest number of cameras in a file. A turntable has 150. */
export const MAX_ENTRIES = 10_000;

/** Largest magnitude of any number. For larger numbers float32 is too coarse: a mouse is about 1 long. */
const MAX_VALUE = 1e6;

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A finite number, also as text. Undefined for everything else. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= MAX_VALUE ? number : undefined;
}

/** The value of the first of these keys that the object has. */
export function pick(fields: Fields, keys: readonly string[]): unknown {
  const key = keys.find((each) => fields[each] !== undefined);
  return key === undefined ? undefined : fields[key];
}

/**
 * Numbers of a list or of a list of lists, row by row. Null if something is not a number.
 * @param counts how many numbers there may be
 */
export function numbersOf(value: unknown, counts: readonly number[]): number[] | null {
  if (!Array.isArray(value) || value.length > 16) return null;
  const rows = value.map((row: unknown) => (Array.isArray(row) ? (row as unknown[]) : [row]));
  const lengths = new Set(rows.map(({ length }) => length));
  if (lengths.size !== 1 || rows[0].length > 16) return null;
  const numbers = rows.flat().map(numberOf);
  const whole = numbers.filter((number) => number !== undefined);
  return whole.length === numbers.length && counts.includes(whole.length) ? whole : null;
}
