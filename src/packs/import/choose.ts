import type { ImportNote, PartKind, WeightPart } from './parts.ts';

/** How much rather this file is taken than another of its kind. */
function rank({ path }: WeightPart): number[] {
  const step = /checkpoint-(\d+)\//.exec(path);
  return [
    // A fine-tune goes before the base it came from, the latest first.
    step ? Number(step[1]) + 1 : 0,
    // Averaged weights are what diffusers' training scripts recommend to use.
    /(^|\/)\w*_ema\//.test(path) ? 1 : 0,
    // The embeddings of colour views, where a folder holds those of normal maps too.
    /clr_embeds/.test(path) ? 1 : 0,
    /\.safetensors$/.test(path) ? 1 : 0,
  ];
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : b[at] - a[at];
};

/** One part of each kind. What lost is noted; between equals the first path wins. */
export function chooseParts(parts: readonly WeightPart[]): {
  chosen: Partial<Record<PartKind, WeightPart>>;
  notes: ImportNote[];
} {
  const chosen: Partial<Record<PartKind, WeightPart>> = {};
  const notes: ImportNote[] = [];
  for (const kind of new Set(parts.map((part) => part.kind))) {
    const [best, ...others] = parts
      .filter((part) => part.kind === kind)
      .toSorted((a, b) => compare(rank(a), rank(b)));
    chosen[kind] = best;
    for (const { path } of others) notes.push({ code: 'not-used', path });
  }
  return { chosen, notes };
}
