import { FILES, bytesOf } from '../../../src/test/drops/files.ts';
import { kindOf, needsMore } from '../../../src/worker/dropped/kind-of.ts';
import { FILE_KINDS } from '../../../src/worker/dropped/kinds.ts';
import { mutateBytes } from '../grammar/bytes.ts';
import { latin1, type Target } from '../target.ts';

const WORDS = [
  ...['{"frames": [', '{"pack": {}, "settings": ', '"K": ', '[', '{', '\ufeff', '<svg ', '<!--'],
  ...['property float opacity\n', 'end_header\n', '\n', 'P5 ', '# ', '/data.pkl', 'camera_matrix'],
].map((word) => latin1(word.replace('\ufeff', '\xef\xbb\xbf')));

const NAMES = ['a', 'a.json', 'a.txt', 'a.yaml', 'a.obj', 'a.ply', 'a.pt', 'a.bin', 'a.pkl'];

/** It refuses nothing: every file has a kind. */
const kinds: Target = {
  name: 'kinds of files',
  share: 60_000,
  parsers: ['kind-of', 'signatures', 'text-kinds'].map((name) => `worker/dropped/${name}.ts`),
  maxBytes: 65_536,
  seeds: async () =>
    Object.values(FILES)
      .flat()
      .map(([, content]) => bytesOf(content).slice(0, 65_536)),
  // Patterns could need time that grows with the square of the length.
  once: () =>
    ['\n', '<!---->', '<!--', '#', '[', '{"a":', ' property x', '<?xml'].map((part) =>
      latin1(part.repeat(Math.floor(65_536 / part.length))),
    ),
  mutate: (random, input, other) => mutateBytes(random, input, other, WORDS),
  run(input) {
    needsMore(input);
    for (const name of NAMES) {
      const kind = kindOf(input, name, input.length);
      if (!FILE_KINDS.includes(kind)) throw new Error('no kind');
    }
  },
};

export const droppedTargets: readonly Target[] = [kinds];
