import { planImport } from '../../../src/packs/import/plan.ts';
import { survey } from '../../../src/packs/import/survey.ts';
import { gslrmTensors } from '../../../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../../../src/test/example-checkpoint.ts';
import { CHOICES, DONOR, FACELIFT_CAMERAS, LAB_CAMERAS } from '../../../src/test/example-import.ts';
import { mutateJsonText } from '../grammar/json.ts';
import { BytesBlob, concat, little, utf8, type Bytes, type Target } from '../target.ts';

/**
 * A dropped folder, of which one file is changed. An input is three bytes and a JSON text. The bytes are the number of the
 * changed file, the number of a file that is left out (255: none), and one bit for each extra file. The text is the
 * whole changed file, or the header of a safetensors file. The tensors' bytes are those of the example.
 */
interface Part {
  path: string;
  text: Bytes;
  /** The bytes after the header of a safetensors file. */
  data?: Uint8Array;
}

function partOf([path, content]: [string, string | Uint8Array | object]): Part {
  if (typeof content === 'string') return { path, text: utf8(content) };
  if (!(content instanceof Uint8Array)) return { path, text: utf8(JSON.stringify(content)) };
  const end = 8 + Number(new DataView(content.buffer).getBigUint64(0, true));
  return { path, text: Uint8Array.from(content.subarray(8, end)), data: content.subarray(end) };
}

/** The tensors of a model and of its average, in one file. */
const withAverage = new Map(
  [...gslrmTensors(GSLRM)].flatMap(([name, shape]) => [
    [`model.${name}`, shape],
    [`ema.${name}`, shape],
  ]),
);

/** Files that users drop beside a model, one bit each. */
const EXTRAS: readonly (() => [string, string | Uint8Array | object])[] = [
  () => ['LICENSE', 'some terms'],
  () => ['lab/opencv_cameras.json', LAB_CAMERAS],
  () => ['lab/gslrm/model.safetensors', weightFile(withAverage)],
  () => ['text_encoder/model.safetensors', weightFile(new Map([[TOKENS, [2, 2]]]))],
  () => ['notes/broken.pt', 'no weights'],
  () => ['lgm/other.safetensors', weightFile(new Map([['unknown', [2]]]))],
  () => ['log.json', '{"loss": NaN}'],
  () => ['optimizer.bin', 'state'],
];
const TOKENS = 'text_model.embeddings.token_embedding.weight';

let base: Part[] | undefined;
let extras: Part[] | undefined;
/** The files of the example, made once. */
const baseParts = (): Part[] =>
  (base ??= Object.entries({ ...exampleFiles(), 'rig/opencv_cameras.json': FACELIFT_CAMERAS }).map(
    partOf,
  ));
const extraParts = (): Part[] => (extras ??= EXTRAS.map((make) => partOf(make())));

const blobOf = ({ text, data }: Part): Blob =>
  new BytesBlob(data ? concat(little(text.length, 8), text, data) : text);

const blobs = new Map<string, Blob>();
/** The unchanged file. It is made once. */
function unchanged(part: Part): Blob {
  const blob = blobs.get(part.path) ?? blobOf(part);
  blobs.set(part.path, blob);
  return blob;
}

const HEAD_BYTES = 3;
const NONE = 255;

const folder: Target = {
  name: 'dropped checkpoint',
  share: 300,
  parsers: [
    ...[
      'survey',
      'plan',
      'collect',
      'choose',
      'choose-model',
      'models',
      'weight-files',
      'network-of',
      'recognise',
      'fit',
      'manifest-of',
      'parts',
      'rig-claims',
      'differences',
      'cameras',
    ].map((name) => `packs/import/${name}.ts`),
    ...['unet', 'clip', 'gslrm'].map((name) => `families/${name}/config.ts`),
    'families/multiview/scheduler-config.ts',
  ],
  maxBytes: 200_000,
  seeds: async () => {
    const parts = baseParts();
    const plain = parts[0].text;
    return [
      ...parts.map(({ text }, i) => concat([i, NONE, 0], text)),
      ...parts.map((_, i) => concat([0, i, 0], plain)),
      ...EXTRAS.map((_, bit) => concat([0, NONE, 1 << bit], plain)),
    ];
  },
  mutate(random, input, other) {
    const head = [...input.subarray(0, HEAD_BYTES)];
    if (random.oneIn(8)) head[1] = random.below(16);
    if (random.oneIn(8)) head[2] = random.below(256);
    return concat(head, mutateJsonText(random, input.slice(HEAD_BYTES), other.slice(HEAD_BYTES)));
  },
  async run(input) {
    const parts = baseParts();
    const [changed = 0, omitted = NONE, bits = 0] = input;
    const files = parts.map((part, i) => ({
      path: part.path,
      blob:
        i === changed % parts.length
          ? blobOf({ ...part, text: input.slice(HEAD_BYTES) })
          : unchanged(part),
    }));
    const more = extraParts().filter((_, bit) => bits & (1 << bit));
    const kept = files.filter((_, i) => i !== omitted);
    kept.push(...more.map((part) => ({ path: part.path, blob: unchanged(part) })));
    const choices = { ...CHOICES, allowMixedRigs: (bits & 1) === 1 };
    planImport(await survey(kept), choices, DONOR);
  },
};

export const folderTargets: readonly Target[] = [folder];
