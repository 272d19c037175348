/**
 * What exactly is wrong with the files of a checkpoint. An error with a fault is described by the sentence and the hint
 * of the fault, not by those of its code: the code alone does not say what would help.
 */
export type Fault =
  // The file is not what it seems to be.
  | 'damaged'
  | 'unreadable'
  | 'lfs-pointer'
  | 'web-page'
  | 'not-json'
  | 'too-many-files'
  // Formats.
  | 'unknown-format'
  | 'other-format'
  | 'archive'
  | 'distributed'
  | 'old-torch'
  | 'plain-pickle'
  | 'program'
  | 'compressed'
  | 'big-endian'
  | 'limits'
  // Contents.
  | 'whole-module'
  | 'own-class'
  | 'nameless'
  | 'numpy'
  | 'optimizer-only'
  | 'lora-only'
  | 'no-weights'
  // Tensors.
  | 'number-types'
  | 'quantised'
  | 'strided'
  | 'negated'
  | 'not-finite'
  | 'half-range'
  | 'large-tensor'
  // The network.
  | 'tensors-missing'
  | 'tensors-reshaped'
  | 'config-of-others'
  | 'config-value'
  | 'layers-missing'
  | 'index-of-others'
  | 'not-one-model'
  | 'unsupported-network';
