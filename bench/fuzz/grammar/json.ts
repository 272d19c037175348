import type { Random } from '../random.ts';
import { textOf, utf8, type Bytes } from '../target.ts';
import { mutateBytes } from './bytes.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that a field may have by mistake or malice. */
const VALUES: readonly Json[] = [
  ...[null, true, false, '', 'NaN', '0', '__proto__', '../x', 'ä\u{202e}\u0000', [], {}, [[]], [0]],
  ...[0, -0, -1, 1, 1.5, 3, 7, 1e6, 1e9, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53],
];

const isParent = (value: Json): value is Json[] | { [key: string]: Json } =>
  typeof value === 'object' && value !== null;

/** A random place below `root`: its parent and its key. Null if `root` has no children. */
function place(random: Random, root: Json) {
  let parent = root;
  for (;;) {
    if (!isParent(parent)) return null;
    const keys = Object.keys(parent);
    if (keys.length === 0) return null;
    const key = random.pick(keys);
    const child = (parent as { [key: string]: Json })[key];
    if (!isParent(child) || Object.keys(child).length === 0 || random.oneIn(4))
      return {
        parent: parent as { [key: string]: Json },
        key,
        list: Array.isArray(parent) ? parent : null,
      };
    parent = child;
  }
}

/** Changes one to three values, keys or lists of a JSON document. */
function mutateJson(random: Random, document: Json, other: Json): Json {
  const root = structuredClone(document);
  for (let n = random.few(); n > 0; n--) {
    const found = place(random, root);
    if (!found) return structuredClone(random.pick(VALUES));
    const { parent, key, list } = found;
    const value = parent[key];
    const donor = place(random, other);
    const changes: (() => void)[] = [
      () => (parent[key] = structuredClone(random.pick(VALUES))),
      () => (parent[key] = structuredClone(random.pick(VALUES))),
      () => (list ? list.splice(Number(key), 1) : delete parent[key]),
      () => (parent[`${key}_2`] = structuredClone(value)),
      () => (parent[key] = donor ? structuredClone(donor.parent[donor.key]) : null),
      () => (parent[donor?.key ?? 'id'] = structuredClone(value)),
      () => (parent[key] = [value, value]),
      () => {
        if (typeof value === 'number') parent[key] = value * random.pick([-1, 2, 0.5, 1e3, 1e12]);
        else if (typeof value === 'string') parent[key] = value.repeat(random.pick([0, 2, 300]));
        else if (Array.isArray(value)) {
          const copies = random.pick([2, 3, 40]);
          parent[key] = Array.from({ length: copies }, () => value).flat();
        }
      },
    ];
    random.pick(changes)();
  }
  return root;
}

const parsed = (bytes: Bytes): Json | undefined => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    return undefined;
  }
};

/** Changes a JSON text: its values, or once in eight times its bytes. */
export function mutateJsonText(random: Random, input: Bytes, other: Bytes): Bytes {
  const document = parsed(input);
  if (document === undefined || random.oneIn(8))
    return mutateBytes(
      random,
      input,
      other,
      ['null', '{', '}', '[', ',', '1e999', '"id"'].map(utf8),
    );
  return utf8(JSON.stringify(mutateJson(random, document, parsed(other) ?? textOf(other))));
}
