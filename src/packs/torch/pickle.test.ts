import { describe, expect, test } from 'vitest';
import { concat, fields } from '../../test/zip-file.ts';
import { readPickle } from './pickle.ts';
import { OpaqueObject, PickleGlobal } from '../../core/pickle/values.ts';
import { TorchTensor } from './values.ts';

/** A pickle of protocol 2 from ASCII text and single bytes. */
const pickle = (...parts: readonly (string | number | Uint8Array)[]) =>
  concat([
    Uint8Array.of(0x80, 2),
    ...parts.map((part) =>
      typeof part === 'string'
        ? new TextEncoder().encode(part)
        : typeof part === 'number'
          ? Uint8Array.of(part)
          : part,
    ),
  ]);

const text = (value: string) => concat([fields([1, 0x58], [4, value.length]), Buffer.from(value)]);
const read = (...parts: readonly (string | number | Uint8Array)[]) =>
  readPickle(pickle(...parts), 'f.pt');

test('numbers of every opcode', () => {
  const ints = ['(K', 255, 'M', fields([2, 65535]), 'J', fields([4, 0xfffffffe])];
  const longs = [
    0x8a,
    0,
    0x8a,
    1,
    0x80,
    0x8a,
    6,
    fields([6, 2 ** 40]),
    0x8b,
    fields([4, 2], [2, 1]),
  ];
  const big = [0x8a, 9, fields([9, 2n ** 70n])];
  const half = concat([Uint8Array.of(0x47, 0x3f, 0xe0), new Uint8Array(6)]);
  expect(read(...ints, ...longs, ...big, half, 'N', 0x88, 0x89, 't.')).toEqual([
    ...[255, 65535, -2, 0, -128, 2 ** 40, 1, 2n ** 70n, 0.5, null, true, false],
  ]);
});

test('dicts, lists, tuples, sets, the memo', () => {
  const list = read('](K', 1, 'eq', 0, 'K', 2, 'ah', 0, 0x86, '.');
  expect(list).toEqual([
    [1, 2],
    [1, 2],
  ]);
  const dict = read('}q', 7, '(', text('a'), 'K', 1, text('b'), ')u', text('c'), 'h', 7, 's.');
  if (!(dict instanceof Map)) throw new Error('no dict');
  expect([...dict.keys()]).toEqual(['a', 'b', 'c']);
  expect([dict.get('a'), dict.get('b'), dict.get('c')]).toEqual([1, [], dict]);
  expect(read(0x8f, '(K', 1, 'K', 2, 0x90, '(K', 3, 0x91, 0x86, '.')).toEqual([[1, 2], [3]]);
  expect(read('(K', 1, 'K', 2, 'd.')).toEqual(new Map([[1, 2]]));
});

test('an object of a harmless class becomes a placeholder without state', () => {
  const made = read('cargparse\nNamespace\n)', 0x81, '}', text('lr'), 'K', 1, 'sb.');
  expect(made).toEqual(new OpaqueObject('argparse.Namespace'));
  expect(read('ctorch\nfloat16\n.')).toEqual(new PickleGlobal('torch', 'float16'));
});

describe('names that no weights need are refused', () => {
  const names = [
    'os system',
    'posix system',
    'nt system',
    'subprocess Popen',
    'builtins eval',
    'builtins exec',
    'builtins getattr',
    'builtins __import__',
    'builtins type',
    '__builtin__ apply',
    'sys modules',
    'shutil rmtree',
    'socket socket',
    'webbrowser open',
    'runpy run_path',
    'importlib import_module',
    'operator attrgetter',
    'functools partial',
    'pickle loads',
    'torch load',
    'torch.hub load',
    'torch.storage _load_from_bytes',
    'torch.serialization load',
    'torch.utils.cpp_extension load',
    'torch.jit.unsupported_tensor_ops execWrapper',
    'torch._inductor.codecache compile_file',
    'torch.nn.modules.module os',
    'numpy load',
    'numpy.testing._private.utils runstring',
    'numpy.f2py.crackfortran myeval',
    'collections eval',
    'datetime sys',
    'pathlib os',
    'mylab.models Net',
    '__main__ Net',
    'torchx Tensor',
  ];
  test.each(names)('%s', (name) => {
    const [module, attribute] = name.split(' ');
    const unsafe = {
      code: 'checkpoint-unsafe',
      values: { file: 'f.pt', global: `${module}.${attribute}` },
    };
    expect(() => read('c', `${module}\n${attribute}\n`, '.')).toThrow(
      expect.objectContaining(unsafe),
    );
    expect(() => read(text(module), text(attribute), 0x93, '.')).toThrow(
      expect.objectContaining(unsafe),
    );
    expect(() => read('(i', `${module}\n${attribute}\n`, '.')).toThrow(
      expect.objectContaining(unsafe),
    );
  });

  test('a dotted name cannot reach through a module', () => {
    expect(() => read(text('torch'), text('_utils.sys'), 0x93, '.')).toThrow(
      expect.objectContaining({ code: 'checkpoint-unsafe' }),
    );
  });
  test('an error shows a shortened name without line breaks', () => {
    const long = `a\nb\u202e${'x'.repeat(5_000)}`;
    const utf8 = Buffer.from(long);
    const named = concat([fields([1, 0x58], [4, utf8.length]), utf8]);
    let message = '';
    try {
      read(named, text('y'), 0x93, '.');
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('a\ufffdb\ufffdx');
    expect(message.length).toBeLessThan(300);
  });
});

describe('damage and exceeded limits are refused', () => {
  const cases: Record<string, () => unknown> = {
    'protocol 0': () => readPickle(Buffer.from('(lp0\n.'), 'f.pt'),
    'protocol 6': () => readPickle(Uint8Array.of(0x80, 6, 0x4e, 0x2e), 'f.pt'),
    'an empty file': () => readPickle(new Uint8Array(0), 'f.pt'),
    'no stop opcode': () => read('N'),
    'a stop with an empty stack': () => read('.'),
    'two values': () => read('NN.'),
    'an open mark': () => read('N(.'),
    'bytes behind the stop': () => read('N.N'),
    'an empty stack': () => read('0.'),
    'a tuple of more values than the stack has': () => read('N', 0x86, '.'),
    'a value from below a mark': () => read('N(', 0x85, 't.'),
    'a mark that is not set': () => read('Nt.'),
    'a memo entry that does not exist': () => read('h', 3, '.'),
    'a key without a value': () => read('}(Nu.'),
    'items for a number': () => read('K', 1, '(NNu.'),
    'elements for a dict': () => read('}Na.'),
    'state for a list': () => read(']}b.'),
    'arguments that are not a tuple': () => read('ctorch\nSize\nNR.'),
    'a class named by a number': () => read('K', 1, 'K', 2, 0x93, '.'),
    'an opcode of protocol 0': () => read('I1\n.'),
    'an out-of-band buffer': () => read(0x97, '.'),
    'a string longer than the pickle': () => read('X', fields([4, 0xfffffff0]), 'a.'),
    'a string of 2^64 bytes': () => read(0x8d, fields([8, 2n ** 64n - 1n]), '.'),
    'a string that is not UTF-8': () => read('X', fields([4, 1]), 0xff, '.'),
    'an integer of 2 GB': () => read(0x8b, fields([4, 0x7fffffff]), '.'),
    'an integer of negative length': () => read(0x8b, fields([4, 0xffffffff]), '.'),
    'a frame beyond the end': () => read(0x95, fields([8, 100]), 'N.'),
    'a name without an end': () => read('cos'),
    'a storage id of text': () => read(text('0'), 'Q.'),
    'a storage of unknown type': () =>
      read('(', text('storage'), 'ctorch\nTensor\n', text('0'), text('cpu'), 'K', 1, 'tQ.'),
    'a tensor without arguments': () => read('ctorch._utils\n_rebuild_tensor_v2\n)R.'),
    'a million marks': () => read('('.repeat(1_000_000), '.'),
    'two million dicts': () => read(']', '}a'.repeat(2_000_000), '.'),
    'two million values on the stack': () => read('N'.repeat(2_000_000), '.'),
    'two million memos': () => read('N', Buffer.alloc(2_000_000, 0x94), '.'),
    'six million operations': () => read('N', 'N0'.repeat(3_000_000), '.'),
  };
  test.each(Object.entries(cases))('%s', (_, run) => {
    expect(run).toThrow(expect.objectContaining({ code: 'checkpoint-invalid' }));
  });
});

describe('calls of unnamed objects are refused', () => {
  const cases: Record<string, () => unknown> = {
    'the result of a call': () => read('cargparse\nNamespace\n)R)R.'),
    'a number': () => read('K', 1, ')R.'),
    'state for a class': () => read('ctorch\nTensor\n}b.'),
    'an extension code': () => read(0x82, 1, '.'),
  };
  test.each(Object.entries(cases))('%s', (_, run) => {
    expect(run).toThrow(expect.objectContaining({ code: 'checkpoint-unsafe' }));
  });
});

test('10 million tensors are refused early', () => {
  const storage = [
    '(',
    text('storage'),
    'ctorch\nFloatStorage\n',
    text('0'),
    text('cpu'),
    'K',
    1,
    'tQ',
  ];
  const args = ['(', ...storage, 'K', 0, '))tq', 0, '0'];
  const tensor = ['ctorch._utils\n_rebuild_tensor_v2\nq', 1, '0h', 1, 'h', 0, 'R'];
  expect(read(...args, ...tensor, '.')).toBeInstanceOf(TorchTensor);
  const many = 'h\x01h\x00Ra'.repeat(10_000_000);
  expect(() => read(...args, ...tensor, '0]', many, '.')).toThrow(/more than 200000 tensors/);
});

test('deep nesting does not overflow the call stack', () => {
  let value = read(']', concat(Array.from({ length: 900_000 }, () => Uint8Array.of(0x85))), '.');
  let depth = 0;
  for (; Array.isArray(value) && value.length > 0; value = value[0]) depth += 1;
  expect(depth).toBe(900_000);
});
