import { AppError, type ErrorCode } from './errors.ts';
import type { StageId } from './stages.ts';

/**
 * The names of networks in errors, and the stage in which each runs. `encoder` and `decoder` are the halves of
 * the autoencoder. src/app/i18n translates the names.
 */
export const STAGE_OF_NETWORK = {
  'background remover': 'matting',
  'pose network': 'pose',
  'image encoder': 'multiview',
  'view embeddings': 'multiview',
  encoder: 'multiview',
  'multi-view model': 'multiview',
  decoder: 'multiview',
  autoencoder: 'multiview',
  reconstructor: 'reconstruct',
} as const satisfies Record<string, StageId>;

export type NetworkName = keyof typeof STAGE_OF_NETWORK;

/** The codes of errors whose sentence names a network and its stage. */
type NetworkErrorCode = Extract<
  ErrorCode,
  'numbers-invalid' | 'weights-not-finite' | 'half-overflow' | 'views-blank' | 'splat-empty'
>;

/** An error whose sentence names a network and its stage. @param detail for the message, in English */
export const networkError = (
  code: NetworkErrorCode,
  network: NetworkName,
  detail: string,
  values: Record<string, string | number> = {},
): AppError => {
  const stage = STAGE_OF_NETWORK[network];
  const message = `${network}: ${detail}`;
  return new AppError(code, { message, stage, values: { ...values, network, stage } });
};
