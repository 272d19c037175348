import type { Random } from '../random.ts';
import { concat, latin1, little, type Bytes } from '../target.ts';
import { mutateBytes } from './bytes.ts';

/** Bytes of the argument of each opcode that has one. `line`: to the next line feed; `lines`: to the second. */
const ARGUMENTS: Readonly<Record<number, number | 'line' | 'lines' | 'u8' | 'u32' | 'u64'>> = {
  ...{ 0x80: 1, 0x4b: 1, 0x4d: 2, 0x4a: 4, 0x47: 8, 0x71: 1, 0x72: 4, 0x68: 1, 0x6a: 4 },
  ...{ 0x82: 1, 0x83: 2, 0x84: 4, 0x95: 8, 0x63: 'lines', 0x69: 'lines' },
  ...{ 0x8a: 'u8', 0x8c: 'u8', 0x43: 'u8', 0x8b: 'u32', 0x58: 'u32', 0x42: 'u32' },
  ...{ 0x8d: 'u64', 0x8e: 'u64', 0x96: 'u64' },
};

/** The length of the opcode at `at`, with its argument. */
function lengthAt(bytes: Bytes, at: number): number {
  const kind = ARGUMENTS[bytes[at]] ?? 0;
  if (typeof kind === 'number') return 1 + kind;
  if (kind === 'line' || kind === 'lines') {
    const first = bytes.indexOf(10, at);
    const last = kind === 'lines' && first >= 0 ? bytes.indexOf(10, first + 1) : first;
    return last < 0 ? bytes.length - at : last + 1 - at;
  }
  const size = { u8: 1, u32: 4, u64: 8 }[kind];
  let count = 0;
  for (let i = size; i > 0; i--) count = count * 256 + (bytes[at + i] ?? 0);
  return 1 + size + count;
}

/** Splits a pickle into its operations. */
function operations(bytes: Bytes): Bytes[] {
  const list: Bytes[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + lengthAt(bytes, at);
    list.push(bytes.slice(at, end));
    at = end;
  }
  return list;
}

const text = (value: string) => concat([0x58], little(value.length, 4), latin1(value));
const GLOBALS = [
  ...['torch._utils\n_rebuild_tensor_v2', 'torch._utils\n_rebuild_tensor_v3'],
  ...['torch._utils\n_rebuild_parameter', 'torch._tensor\n_rebuild_from_type_v2'],
  ...['torch\nFloatStorage', 'torch\nHalfStorage', 'torch\nfloat16', 'torch\nSize'],
  ...['collections\nOrderedDict', 'builtins\nset', 'argparse\nNamespace', 'os\nsystem', 'a\nb.c'],
];

/** Operations that a pickle may have anywhere. */
export const OPERATIONS: readonly Bytes[] = [
  ...[
    '(',
    '0',
    '1',
    '2',
    'N',
    '}',
    'd',
    's',
    'u',
    ']',
    ')',
    'l',
    't',
    'a',
    'e',
    'R',
    'o',
    'b',
    'Q',
    '.',
  ].map(latin1),
  ...[0x88, 0x89, 0x8f, 0x91, 0x85, 0x86, 0x87, 0x90, 0x94, 0x93, 0x81, 0x92].map((op) =>
    concat([op]),
  ),
  ...[
    [0x4b, 3],
    [0x4d, 1, 2],
    [0x4a, 255, 255, 255, 255],
    [0x47, 63, 240, 0, 0, 0, 0, 0, 0],
  ].map(concat1),
  ...[
    [0x8a, 1, 5],
    [0x8a, 65],
    [0x8b, 2, 0, 0, 0, 1, 1],
    [0x8b, 255, 255, 255, 255],
  ].map(concat1),
  ...[[0x8c, 1, 97], [0x8c, 1, 255], [0x43, 2, 1, 2], [0x42, 1, 0, 0, 0, 9], [0x82, 1], [0x51]].map(
    concat1,
  ),
  ...[0x8d, 0x8e, 0x96, 0x95].map((op) => concat([op], little(1, 8), [97])),
  ...[0x8d, 0x8e, 0x95].map((op) => concat([op], little(2 ** 40, 8))),
  ...[
    [0x71, 0],
    [0x68, 0],
    [0x68, 1],
    [0x72, 1, 0, 0, 0],
    [0x6a, 1, 0, 0, 0],
  ].map(concat1),
  ...GLOBALS.map((name) => latin1(`c${name}\n`)),
  ...GLOBALS.map((name) => latin1(`i${name}\n`)),
  ...['storage', '0', 'cpu', 'model', 'state_dict', 'module', 'w.weight', 'optimizer', 'neg'].map(
    text,
  ),
];

function concat1(bytes: readonly number[]): Bytes {
  return concat(bytes);
}

/** Changes the operations of a pickle, or once in four times its bytes. */
export function mutatePickle(random: Random, input: Bytes, other: Bytes): Bytes {
  if (random.oneIn(4)) return mutateBytes(random, input, other, OPERATIONS);
  const list = operations(input);
  for (let n = random.few(); n > 0; n--) {
    const at = random.below(list.length + 1);
    const count = 1 + random.below(4);
    const changes: (() => void)[] = [
      () => list.splice(at, 0, random.pick(OPERATIONS)),
      () => list.splice(at, 1, random.pick(OPERATIONS)),
      () => list.splice(at, count),
      () => list.splice(at, 0, ...list.slice(at, at + count)),
      () => list.splice(at, 0, ...operations(other).slice(at, at + count)),
      () => {
        const argument = list[at];
        if (argument)
          list[at] = concat([argument[0]], mutateBytes(random, argument.slice(1), other));
      },
    ];
    random.pick(changes)();
  }
  return concat(...list);
}
