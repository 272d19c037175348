import type { Translated } from '../core/languages.ts';
import type { RingRig } from '../core/camera/rig.ts';
import type { TensorList, WeightIndex } from '../graphs/weights.ts';

/** What a family does in a pack. A pack has at most one family per role. */
export type Role = 'unet' | 'vae' | 'imageEncoder' | 'viewEmbeds' | 'reconstructor';

/** The licence terms of weights that others published, in short. Their own text is the complete one. */
export interface Terms {
  /** Name of the licence. */
  name: string;
  terms: string;
}

/** The cameras that a network was trained with: FaceLift's own six, or those of the camera file. */
export type RigOwner = 'facelift' | 'cameras';

/** The weights of one network as they were found: one file, or all shards together. */
export interface Checkpoint {
  /** Path of the first file, as the user sees it. */
  path: string;
  index: WeightIndex;
  /** The `config.json` beside it, if there is one. */
  config?: Readonly<Record<string, unknown>>;
}

/** The checkpoints that were chosen so far. Later choices must fit them. */
export interface Choice {
  /** The cameras that the pack will have; null if that is unknown. */
  owner: RigOwner | null;
  unet?: Checkpoint;
}

/** Compares checkpoints of one family. Numbers are compared one by one; higher is better. */
export type Rank = (checkpoint: Checkpoint, choice: Choice) => readonly number[];

/**
 * A note for the user about how a config was found. `config-assumed`: there was no config.json. `plain-attention`: the
 * config has no multi-view attention.
 */
export type ConfigNote = 'config-assumed' | 'plain-attention';

/**
 * One kind of network, and all that the app needs for it: how its weights are recognised, built, licensed and
 * described. Import, planning and the import panel loop over the table of families (index.ts).
 */
export interface Family<Config extends object = object> {
  /** Its name in pack.json and in error messages. */
  kind: string;
  role: Role;
  /** Name of its weight files in a pack, without the shard's number. */
  stem: string;
  /** Whether these are the weights of this kind of network, judged by tensor names and shapes. */
  recognises(index: WeightIndex): boolean;
  /** Decide which of several checkpoints is taken. The first rank counts most. */
  ranks: readonly Rank[];
  /**
   * The config: the structure from the tensors' shapes, the rest from config.json or from default values.
   * @throws AppError `weights-invalid`, `graph-invalid`
   */
  read(checkpoint: Checkpoint): { config: Config; notes: readonly ConfigNote[] };
  /** The tensors that the network needs, by their names in the checkpoint. */
  tensors(config: Config): TensorList;
  /** Names that tensors get in the pack, by their names in the checkpoint. Only those that differ. */
  renames?(config: Config): ReadonlyMap<string, string>;
  /** Other tensors of a checkpoint are ignored. Without it the import shows a note about them. */
  ignoresOtherTensors?: true;
  /** Its weights are stored as floats even in a pack with quantised weights. */
  keepsFloats?: true;
  /** The rig that all its checkpoints were trained with, if there is only one. */
  ownRig?: RingRig;
  /** The licence terms of the published checkpoints. */
  terms: readonly Terms[];
  words: {
    title: Translated;
    /** A text about one checkpoint. `{name}` stands for a value of `facts`, `{parameters}` for their number. */
    facts: Translated;
  };
  /** Values for `words.facts`, by name. */
  facts(config: Config): Readonly<Record<string, string | number>>;
}

/** A network that was found, with all its tensors: its config, and the tensors that the pack will contain. */
export interface CompleteNetwork<Config extends object = object> {
  family: Family<Config>;
  checkpoint: Checkpoint;
  config: Config;
  /** In the order in which the network uses them first. */
  tensors: TensorList;
}

/** The complete networks that were found, by their roles. */
export type CompleteNetworks = Readonly<Partial<Record<Role, CompleteNetwork>>>;

/** The config of a network if it is of this family, else undefined. */
export const configIn = <Config extends object>(
  family: Family<Config>,
  network: CompleteNetwork | undefined,
): Config | undefined =>
  // A network has the config of its own family.
  network?.family === family ? (network.config as Config) : undefined;

/** Lowest and highest of some numbers, for example `64–128`. */
export const rangeText = (numbers: readonly number[]): string =>
  `${Math.min(...numbers)}–${Math.max(...numbers)}`;
