import { describe, expect, it } from 'vitest';
import { Md5, md5OfBlob } from './md5.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('MD5', () => {
  // RFC 1321, appendix A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    [
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      'd174ab98d277d9f5a5611c2c9f419d9f',
    ],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('of %j', (text, expected) => {
    expect(new Md5().update(bytes(text)).hex()).toBe(expected);
  });

  it('does not depend on where a stream is divided', async () => {
    const data = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251);
    const whole = new Md5().update(data).hex();
    for (const cut of [1, 55, 56, 63, 64, 65, 500])
      expect(new Md5().update(data.subarray(0, cut)).update(data.subarray(cut)).hex()).toBe(whole);
    expect(await md5OfBlob(new Blob([data]))).toBe(whole);
  });
});
