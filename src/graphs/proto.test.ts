import { describe, expect, it } from 'vitest';
import { ProtoWriter } from './proto.ts';

const hex = (writer: ProtoWriter) => Buffer.from(writer.finish()).toString('hex');

describe('ProtoWriter', () => {
  it('writes the examples of the protobuf guide', () => {
    expect(hex(new ProtoWriter().int(1, 150))).toBe('089601');
    expect(hex(new ProtoWriter().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtoWriter().message(3, new ProtoWriter().int(1, 150)))).toBe('1a03089601');
    expect(hex(new ProtoWriter().packedInts(6, [3, 270, 86942]))).toBe('3206038e029ea705');
  });

  it('writes a negative integer in ten bytes and an offset beyond 4 GiB exactly', () => {
    expect(hex(new ProtoWriter().int(1, -1))).toBe('08ffffffffffffffffff01');
    expect(hex(new ProtoWriter().int(1, 2 ** 40))).toBe('08808080808020');
  });

  it('writes floats little-endian', () => {
    expect(hex(new ProtoWriter().float(2, 1))).toBe('150000803f');
  });

  it('writes more than its first buffer can contain', () => {
    expect(new ProtoWriter().bytes(1, new Uint8Array(1000)).finish().length).toBe(1003);
  });
});
