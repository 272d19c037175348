import { runPickle } from '../../core/pickle/machine.ts';
import type { PickleRules } from '../../core/pickle/rules.ts';
import { OpaqueObject, type PickleGlobal, type PickleValue } from '../../core/pickle/values.ts';
import { invalidCheckpoint, unsafeCheckpoint } from '../checkpoint/errors.ts';
import { isHarmless } from './harmless.ts';
import { construct, resolveStorage } from './rebuild.ts';
import { TorchTensor, type TorchStorage } from './values.ts';

const MAX_TENSORS = 200_000;

/**
 * Reads a pickle of protocol 2 to 5 that `torch.save` wrote. No class is imported and nothing is called. For names of
 * tensor, dict and sequence types, the reader builds tensors, dicts and lists. For other harmless names (`harmless.ts`)
 * it makes inert placeholders.
 * @throws AppError `checkpoint-unsafe` for any other name
 * @throws AppError `checkpoint-invalid` for damage or an exceeded limit
 */
export const readPickle = (bytes: Uint8Array, file: string): PickleValue =>
  runPickle(bytes, new TorchRules(file));

/** What the pickles of torch may contain. */
class TorchRules implements PickleRules {
  readonly #file: string;
  readonly #storages = new Map<string, TorchStorage>();
  #tensors = 0;

  constructor(file: string) {
    this.#file = file;
  }

  readonly errors = {
    damaged: (why: string, cause?: unknown) =>
      invalidCheckpoint(this.#file, 'damaged', why, { cause }),
    tooMuch: (why: string) => invalidCheckpoint(this.#file, 'limits', why),
    unsafe: (what: string) => unsafeCheckpoint(this.#file, what),
  };

  allows = isHarmless;

  construct(callee: PickleGlobal, args: readonly PickleValue[]): PickleValue {
    const made = construct(callee, args, this.#file);
    if (made instanceof TorchTensor && ++this.#tensors > MAX_TENSORS)
      throw this.errors.tooMuch(`contains more than ${MAX_TENSORS} tensors`);
    return made;
  }

  /**
   * The state of an object is dropped, for example an OrderedDict's `_metadata` or a tensor's attributes. It never
   * contains weights.
   */
  setState = (target: PickleValue): boolean =>
    target instanceof Map || target instanceof TorchTensor || target instanceof OpaqueObject;

  persistent = (id: PickleValue): PickleValue => resolveStorage(id, this.#storages, this.#file);
}
