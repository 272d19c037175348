/** Splits a name into numbers and the text between them. */
const partsOf = (name: string) => name.split(/(\d+)/);

/**
 * Compares names as people sort them: numbers by value, `cam2` before `cam10`; all other text by code units, upper
 * case first. The order is the same on every machine. Only equal names compare as equal.
 */
export function naturally(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    // Odd parts are numbers. Leading zeros do not count, and a number of any length is exact.
    const order = i % 2 === 1 ? compareDigits(x, y) : 0;
    if (order !== 0) return order;
    if (i % 2 === 0) return x < y ? -1 : 1;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
