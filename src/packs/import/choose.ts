import { hintedOwner, type RigOwner } from './rig-claims.ts';
import { wholeIndex, type ImportNote, type PartKind, type WeightPart } from './parts.ts';

/** What makes one file of a kind a better choice than another, the weightiest first. Higher wins. */
type Rank = (part: WeightPart) => readonly number[];

/** A fine-tune goes before the base it came from, the latest first; averaged weights, where there are any, before the last ones. */
const latest: Rank = ({ path }) => {
  const step = /checkpoint-(\d+)\/|ckpt_(\d+)\./.exec(path);
  return [
    hintedOwner(path) === 'facelift' ? 0 : 1,
    step ? Number(step[1] ?? step[2]) + 1 : 0,
    /(^|\/)\w*_ema\//.test(path) ? 1 : 0,
  ];
};

/** diffusers' variants of a file lie beside it: another precision, weights that were not averaged. */
const plain: Rank = ({ path }) => [/\.(fp16|bf16|fp32|non_ema)\.[^/]*$/.test(path) ? 0 : 1];

/** LGM's later weights, whose rotations are what our graph expects. */
const fixedRotation: Rank = ({ path }) => [/fixrot/.test(path) ? 1 : 0];

const safe: Rank = ({ path }) => [/\.safetensors$/.test(path) ? 1 : 0];

/** Width of the embeddings that a UNet takes. */
function contextWidth(unet: WeightPart): number | undefined {
  for (const [name, { shape }] of wholeIndex(unet).tensors)
    if (name.endsWith('attn2.to_k.weight')) return shape[1];
  return undefined;
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : b[at] - a[at];
};

const best = (parts: readonly WeightPart[], ...ranks: Rank[]): WeightPart | undefined => {
  const rank = (part: WeightPart) => ranks.flatMap((each) => each(part));
  return parts.toSorted((a, b) => compare(rank(a), rank(b)))[0];
};

/**
 * One part of each kind. View embeddings and reconstructor are chosen to go with the UNet, or with the cameras
 * that were brought. What lost is noted; between equals the first path wins.
 *
 * @param ownCameras a camera file of another rig than FaceLift's is among the files
 */
export function chooseParts(
  parts: readonly WeightPart[],
  ownCameras: boolean,
): { chosen: Partial<Record<PartKind, WeightPart>>; notes: ImportNote[] } {
  const of = (kind: PartKind) => parts.filter((part) => part.kind === kind);
  const unet = best(of('unet'), latest, plain, safe);
  const wanted: RigOwner | null = ownCameras ? 'cameras' : unet ? hintedOwner(unet.path) : null;
  const related: Rank = ({ path }) => [hintedOwner(path) === wanted ? 1 : 0];
  const width = unet && contextWidth(unet);
  const fits: Rank = (part) => {
    const [tensor] = wholeIndex(part).tensors.values();
    // Embeddings of colour views, where a folder holds those of normal maps too.
    return [tensor.shape[2] === width ? 1 : 0, /clr_embeds/.test(part.path) ? 1 : 0];
  };
  const gslrm = best(of('gslrm'), related, latest, safe);
  const chosen = {
    unet,
    vae: best(of('vae'), plain, safe),
    imageEncoder: best(of('imageEncoder'), plain, safe),
    viewEmbeds: best(of('viewEmbeds'), fits, related, safe),
    gslrm,
    // A pack has one reconstructor.
    lgm: gslrm ? undefined : best(of('lgm'), fixedRotation, safe),
  };
  const taken = Object.values(chosen);
  const lost = parts.filter((part) => !taken.includes(part));
  return { chosen, notes: lost.map(({ path }) => ({ code: 'not-used', path })) };
}
