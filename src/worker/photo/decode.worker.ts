/** A worker that decodes one picture for the pipeline's worker (`decoder.ts`), and is then ended. */
import { expose, transfer } from 'comlink';
import { asAppError } from '../../core/errors.ts';
import { canvasCodec } from '../../pipeline/picture-codec.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';

const api = {
  async decode(file: Blob, maxSide: number) {
    const image = await canvasCodec.decode(file, maxSide).catch((error: unknown) => {
      throw asAppError(error, 'photo');
    });
    return transfer(image, [image.data.buffer]);
  },
};

export type DecodeApi = typeof api;

carryErrors();
showLife();
expose(api);
