import { describe, expect, it } from 'vitest';
import { mammalCamera, mammalFile, pickleOf } from '../../../test/cameras/write-binary.ts';
import { RIG } from '../../../test/cameras/rig.ts';
import { readCameraFile } from './index.ts';

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const read = (bytes: Uint8Array, name = 'new_cam.pkl') => readCameraFile(bytes, name);

/** The file with a text of the same length in place of another one. */
const with_ = (from: string, to: string) => {
  const text = Buffer.from(mammalFile()).toString('latin1');
  return Uint8Array.from(Buffer.from(text.replaceAll(from, to), 'latin1'));
};

describe("MAMMAL's pickle", () => {
  it('may be a dict of cameras by their numbers, in any order', async () => {
    const entries = await read(
      pickleOf(
        ascii('}('),
        ...[2, 0, 1].flatMap((i) => [Uint8Array.of(0x4b, i + 9), mammalCamera(i)]),
        ascii('u'),
      ),
    );
    expect(entries.map(({ w2c }) => w2c[3])).toEqual(RIG.map(({ translation: [x] }) => x));
  });

  it('may be one camera', async () => {
    expect(await read(pickleOf(mammalCamera(1)))).toHaveLength(1);
  });

  const REFUSED: [name: string, bytes: Uint8Array, sentence: RegExp][] = [
    [
      'another call',
      with_('_reconstruct', 'system_calls'),
      /contains “numpy\._core\.multiarray\.system_calls”, which no cameras need/,
    ],
    ['a pickle of protocol 0', ascii("(dp0\nS'K'\n."), /protocol 0 or 1, or none at all/],
    ['an empty dict', pickleOf(ascii('}')), /pickle without a list of cameras/],
    ['an empty list', pickleOf(ascii(']')), /pickle without a list of cameras/],
    ['a number', pickleOf(ascii('K\x05')), /pickle without a list of cameras/],
    [
      'a camera that is a number',
      pickleOf(ascii(']('), mammalCamera(0), ascii('K\x05e')),
      /camera 1: not an object/,
    ],
    ['no K', with_('\x8c\x01K', '\x8c\x01k'), /camera 0: fx and fy must be above 0/],
    ['no R', with_('\x8c\x01R', '\x8c\x01r'), /camera 0: w2c must be/],
    ['no T', with_('\x8c\x01T', '\x8c\x01u'), /camera 0: R and t must be 3 × 3 and 3 numbers/],
    [
      'numbers that are complex',
      with_('\x8c\x02f8', '\x8c\x02c8'),
      /camera 0: fx and fy must be above 0/,
    ],
    [
      'lists inside each other for ever',
      pickleOf(ascii('}\x94\x8c\x01K]\x94h\x01as')),
      /camera 0: fx and fy/,
    ],
    [
      'a key of lists that are nested deeply',
      pickleOf(ascii(`})${'\x85'.repeat(100_000)}}s`)),
      /without a list of cameras/,
    ],
    ['a persistent id', pickleOf(ascii('NQ')), /names an object outside of it/],
    ['a truncated file', mammalFile().slice(0, 900), /it cannot be read: its pickle is cut off/],
  ];
  it.each(REFUSED)('is refused: %s', async (_, bytes, sentence) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'camera-invalid',
      message: expect.stringMatching(sentence),
    });
  });
});
