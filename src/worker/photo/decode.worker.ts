/** A worker that decodes one picture for the pipeline's worker (`decoder.ts`), and is then ended. */
import { expose, transfer } from 'comlink';
import { asAppError } from '../../core/errors.ts';
import type { DecodeRequest } from '../../pipeline/photo/decode.ts';
import { canvasCodec } from '../../pipeline/photo/picture-codec.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';

const api = {
  async decode(file: Blob, request: DecodeRequest) {
    const decoded = await canvasCodec.decode(file, request).catch((error: unknown) => {
      throw asAppError(error, 'photo');
    });
    return transfer(decoded, [decoded.image.data.buffer]);
  },
};

export type DecodeApi = typeof api;

carryErrors();
showLife();
expose(api);
