import type { NetworkName } from '../../core/networks.ts';

/** The English names of networks, and the sentences of errors that name a network and its stage. */
export const enNetworks = {
  /** Keys: what errors have in `values.network`. */
  names: {
    'background remover': 'background remover',
    'pose network': 'pose network',
    'image encoder': 'image encoder',
    'view embeddings': 'view embeddings',
    encoder: 'autoencoder’s encoder',
    'multi-view model': 'multi-view model',
    decoder: 'autoencoder’s decoder',
    autoencoder: 'autoencoder',
    reconstructor: 'reconstructor',
  } satisfies Record<NetworkName, string>,

  errors: {
    'numbers-invalid': {
      message:
        'A network computed wrong numbers (NaN or infinity). Network: {network}. Stage: {stage}.',
      hint: 'The photo is not the cause. The weights may be damaged: install or import the model pack again. If that does not help, add ?backend=wasm to the address.',
    },
    'weights-not-finite': {
      message:
        'The weight file {file} is damaged. It contains NaN or infinity. Network: {network}. Stage: {stage}.',
      hint: 'Install the model pack again, or import it again from the original files.',
    },
    'half-overflow': {
      message: 'Numbers became too large for half precision. Network: {network}. Stage: {stage}.',
      hint: 'Import the model again with 32-bit floats. Or add ?backend=wasm to the address: the CPU computes in single precision.',
    },
    'views-blank': {
      message: 'All views are blank. Network: {network}. Stage: {stage}.',
      hint: 'Try another seed or another photo. If the views stay blank, the weights may be damaged: install or import the model pack again.',
    },
    'splat-empty': {
      message: 'The splat has no visible Gaussian. Network: {network}. Stage: {stage}.',
      hint: 'Keep more Gaussians in Settings, or try another seed or another photo. If that does not help, install or import the model pack again.',
    },
  },
};
