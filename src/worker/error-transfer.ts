import { transferHandlers } from 'comlink';
import { AppError, fromWire, isAbort, toWire, type WireError } from '../core/errors.ts';

/** The value that comlink passes to its handler of thrown values. */
interface Thrown {
  value: unknown;
}

type Wire = { app: WireError } | { abort: string } | { other: unknown };

/**
 * Replaces comlink's handler of thrown values, which keeps only message, name and stack. With the new handler
 * an AppError arrives with its code, stage, values and fault, and an abort arrives as an AbortError. Call this
 * function in both threads.
 */
export function carryErrors(): void {
  const original = transferHandlers.get('throw');
  if (!original) throw new Error('comlink has no handler for thrown values');
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => original.canHandle(value),
    serialize(thrown: unknown): [Wire, Transferable[]] {
      const { value } = thrown as Thrown;
      if (value instanceof AppError) return [{ app: toWire(value) }, []];
      if (isAbort(value)) return [{ abort: (value as DOMException).message }, []];
      const [other, transferables] = original.serialize(thrown);
      return [{ other }, transferables];
    },
    deserialize(wire: Wire): never {
      if ('app' in wire) throw fromWire(wire.app);
      if ('abort' in wire) throw new DOMException(wire.abort, 'AbortError');
      original.deserialize(wire.other);
      throw new Error('comlink’s handler threw nothing');
    },
  });
}
