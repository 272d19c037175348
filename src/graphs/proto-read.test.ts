import { describe, expect, it } from 'vitest';
import { ProtoFile, protoFields } from './proto-read.ts';
import { ProtoWriter } from './proto.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('protobuf fields', () => {
  it('equal the examples of the protobuf guide', () => {
    expect([...protoFields(bytes('089601'))]).toEqual([
      { number: 1, wire: 0, value: 150, start: 1, end: 3 },
    ]);
    expect([...protoFields(bytes('120774657374696e67'))]).toEqual([
      { number: 2, wire: 2, value: 0, start: 2, end: 9 },
    ]);
  });

  it('are read from a file through a window smaller than a field', async () => {
    const long = new Uint8Array(1000).fill(7);
    const message = new ProtoWriter()
      .int(1, 2 ** 40)
      .bytes(300, long)
      .float(2, 1)
      .string(4, 'end');
    const file = new ProtoFile(new Blob([message.finish()]), 16);
    const read: [number, number][] = [];
    for await (const { number, value, start, end } of file.fields()) {
      read.push([number, value]);
      if (number === 300) expect(await file.bytes(start, end)).toEqual(long);
    }
    expect(read).toEqual([
      [1, 2 ** 40],
      [300, 0],
      [2, 0],
      [4, 0],
    ]);
  });

  it.each([
    ['a length beyond the end', '1207'],
    ['a length beyond 2⁵³', '12ffffffffffffffff7f'],
    ['a number without an end', '08ffffffffffffffffffffff'],
    ['an incomplete number', '0896'],
    ['a group', '0b0c'],
    ['field zero', '0001'],
  ])('are refused: %s', async (_, hex) => {
    expect(() => [...protoFields(bytes(hex))]).toThrow(RangeError);
    const read = async () => {
      for await (const field of new ProtoFile(new Blob([bytes(hex)])).fields()) void field;
    };
    await expect(read()).rejects.toThrow(RangeError);
  });
});
