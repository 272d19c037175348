/** What JSON consists of, counted without parsing it. */
interface JsonStructure {
  /** Largest number of objects and lists around a value. */
  depth: number;
  /** Number of objects and lists. */
  opened: number;
  /** Number of keys of all objects. */
  keys: number;
  commas: number;
  /** Number of keys of the outermost object. */
  outerKeys: number;
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];

/**
 * Counts objects, lists and keys in the bytes of a JSON text (UTF-8). Use it before `JSON.parse`, whose result can take
 * thirty times the bytes of the text. For bytes that are not JSON the numbers mean nothing.
 */
export function jsonStructure(bytes: Uint8Array): JsonStructure {
  const found: JsonStructure = { depth: 0, opened: 0, keys: 0, commas: 0, outerKeys: 0 };
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at += 1; at < bytes.length && bytes[at] !== QUOTE; at += 1)
        if (bytes[at] === BACKSLASH) at += 1;
    } else if (byte === COLON) {
      found.keys += 1;
      if (depth === 1) found.outerKeys += 1;
    } else if (byte === COMMA) {
      found.commas += 1;
    } else if ((byte | 0x20) === 0x7b) {
      // [ and {
      depth += 1;
      found.opened += 1;
      found.depth = Math.max(found.depth, depth);
    } else if ((byte | 0x20) === 0x7d) {
      // ] and }
      depth -= 1;
    }
  }
  return found;
}
