import type { RingRig } from '../core/camera/rig.ts';
import type { TensorList, WeightIndex } from '../graphs/weights.ts';

/** What a family does in a pack. A pack has at most one family per role. */
export type Role = 'unet' | 'vae' | 'imageEncoder' | 'viewEmbeds' | 'reconstructor';

/** The same text in every language of the page. */
export interface Localised {
  en: string;
  ko: string;
}

/** The terms of somebody else's weights, in short. The full text is theirs. */
export interface Terms {
  name: string;
  terms: string;
}

/** Whose cameras a network was trained with: FaceLift's own six, or those of the camera file. */
export type RigOwner = 'facelift' | 'cameras';

/** The weights of one network as they were found: one file, or all shards together. */
export interface Checkpoint {
  /** Path of the first file, as the user sees it. */
  path: string;
  index: WeightIndex;
  /** The `config.json` beside it, if there is one. */
  config?: Readonly<Record<string, unknown>>;
}

/** The checkpoints that were chosen so far; later choices go with them. */
export interface Choice {
  /** Whose cameras the pack will have, if that is known. */
  owner: RigOwner | null;
  unet?: Checkpoint;
}

/** Compares checkpoints of one family. Numbers are compared one by one; higher is better. */
export type Rank = (checkpoint: Checkpoint, choice: Choice) => readonly number[];

/** Something that a user must know about how a config was found. */
export type ConfigNote = 'config-assumed' | 'plain-attention';

/**
 * One kind of network, and everything that the app knows about it: how its weights are recognised, built, licensed and
 * described. Import, planning and the import panel loop over the table of families (index.ts).
 */
export interface Family<Config extends object = object> {
  /** In pack.json and in error messages. */
  kind: string;
  role: Role;
  /** Name of its weight files in a pack, without the shard's number. */
  stem: string;
  /** Whether these are the weights of such a network, by their names and shapes. */
  recognises(index: WeightIndex): boolean;
  /** Which of several checkpoints is taken; the weightiest rank first. */
  ranks: readonly Rank[];
  /**
   * Structure from the shapes, the rest from config.json or by default.
   * @throws AppError `weights-invalid`, `graph-invalid`
   */
  read(checkpoint: Checkpoint): { config: Config; notes: readonly ConfigNote[] };
  /** The tensors that the network needs, by their names in the checkpoint. */
  tensors(config: Config): TensorList;
  /** Names that tensors get in the pack, where these differ. */
  renames?(config: Config): ReadonlyMap<string, string>;
  /** Checkpoints have further tensors that do not matter. Without it the user is told about them. */
  ignoresOtherTensors?: true;
  /** Stored as floats even in a pack of whole-number weights. */
  keepsFloats?: true;
  /** The rig that all its checkpoints were trained with. */
  ownRig?: RingRig;
  /** The terms of published checkpoints. */
  terms: readonly Terms[];
  words: {
    title: Localised;
    /** A sentence about one checkpoint, with `{name}` for the values of `facts` and `{parameters}`. */
    facts: Localised;
  };
  facts(config: Config): Readonly<Record<string, string | number>>;
}

/** A checkpoint that is complete: its config, and the tensors that the pack will contain. */
export interface Fitted<Config extends object = object> {
  family: Family<Config>;
  checkpoint: Checkpoint;
  config: Config;
  /** In the order of the network's first use. */
  tensors: TensorList;
}

/** The complete networks that were found, by role. */
export type FittedParts = Readonly<Partial<Record<Role, Fitted>>>;

/** The config of a fitted network if it is of this family. */
export const configIn = <Config extends object>(
  family: Family<Config>,
  fitted: Fitted | undefined,
): Config | undefined =>
  // A fitted network has the config of its own family.
  fitted?.family === family ? (fitted.config as Config) : undefined;

/** 64–128. */
export const rangeText = (numbers: readonly number[]): string =>
  `${Math.min(...numbers)}–${Math.max(...numbers)}`;
