import type { Translated } from '../core/languages.ts';
import type { RingRig } from '../core/camera/rig.ts';
import type { TensorList, WeightIndex } from '../graphs/weights.ts';
import type { Limits } from './limits.ts';

/** The task of a family in a pack. A pack has at most one family per role. */
export type Role = 'unet' | 'vae' | 'imageEncoder' | 'viewEmbeds' | 'reconstructor';

/** The licence terms of weights that others published, in short. Only the licence's own text is complete. */
export interface Terms {
  /** Name of the licence. */
  name: string;
  /** The terms in a few words, and the address of the complete text. */
  terms: string;
}

/** The cameras that a network was trained with: FaceLift's six cameras, or the cameras of the camera file. */
export type RigOwner = 'facelift' | 'cameras';

/** The weights of one network among the user's files: one file, or all shards together. */
export interface Checkpoint {
  /** Path of the first file, as the user sees it. */
  path: string;
  index: WeightIndex;
  /** The `config.json` in the same folder, if there is one. */
  config?: Readonly<Record<string, unknown>>;
}

/** The checkpoints that were chosen so far. Later choices must fit them. */
export interface Choice {
  /** The cameras that the pack will have; null if that is unknown. */
  owner: RigOwner | null;
  unet?: Checkpoint;
}

/**
 * Ranks the checkpoints of one family. The numbers are compared one by one, the first pair first. The
 * checkpoint with the higher number is better.
 */
export type Rank = (checkpoint: Checkpoint, choice: Choice) => readonly number[];

/**
 * A note for the user about how a config was found. `config-assumed`: there was no config.json. `plain-attention`: the
 * config has no multi-view attention.
 */
export type ConfigNote = 'config-assumed' | 'plain-attention';

/**
 * One kind of network, with the code that recognises its weights and builds, licenses and describes the
 * network. Import, planning and the import panel loop over the table of families (index.ts).
 */
export interface Family<Config extends object = object> {
  /** The family's name in pack.json and in error messages. */
  kind: string;
  role: Role;
  /** Name of the network's weight files in a pack, without the shard's number. */
  stem: string;
  /** Whether tensor names and shapes are those of this kind of network. */
  recognises(index: WeightIndex): boolean;
  /** The ranks decide which of several checkpoints is taken. The first rank counts most. */
  ranks: readonly Rank[];
  /**
   * The config: the structure from the tensors' shapes, the rest from config.json or from default values.
   * @throws AppError `checkpoint-unfit`, `config-invalid`, `graph-invalid`
   */
  read(checkpoint: Checkpoint): { config: Config; notes: readonly ConfigNote[] };
  /** What the numbers of the config may be. The import checks them before `tensors` is called. */
  limits: Limits;
  /** The tensors that the network needs, by their names in the checkpoint. */
  tensors(config: Config): TensorList;
  /** Maps names in the checkpoint to names in the pack, for the tensors whose name changes. */
  renames?(config: Config): ReadonlyMap<string, string>;
  /** Tensors that the network does not need are ignored. Without this key the import shows a note about them. */
  ignoresOtherTensors?: true;
  /** The network's weights are stored as floats even in a pack with quantised weights. */
  keepsFloats?: true;
  /**
   * The rig that all checkpoints of the family were trained with. Absent if they were trained with different
   * rigs.
   */
  ownRig?: RingRig;
  /** The licence terms of the published checkpoints. */
  terms: readonly Terms[];
  words: {
    title: Translated;
    /**
     * A text about one checkpoint. `{parameters}` stands for the number of parameters. Other names in braces
     * stand for values of `facts`.
     */
    facts: Translated;
  };
  /** Values for `words.facts`, by name. */
  facts(config: Config): Readonly<Record<string, string | number>>;
}

/** A network that was found and lacks no tensor. */
export interface CompleteNetwork<Config extends object = object> {
  family: Family<Config>;
  checkpoint: Checkpoint;
  config: Config;
  /** The tensors that the pack will contain, in the order in which the network first uses them. */
  tensors: TensorList;
}

/** The complete networks that were found, by their roles. */
export type CompleteNetworks = Readonly<Partial<Record<Role, CompleteNetwork>>>;

/** The config of a network if it is of this family, else undefined. */
export const configIn = <Config extends object>(
  family: Family<Config>,
  network: CompleteNetwork | undefined,
): Config | undefined =>
  // If the families are equal, the config has this type.
  network?.family === family ? (network.config as Config) : undefined;

/** Lowest and highest of some numbers, for example `64–128`. */
export const rangeText = (numbers: readonly number[]): string =>
  `${Math.min(...numbers)}–${Math.max(...numbers)}`;
