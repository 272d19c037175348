import { pointAt } from './onnx.ts';
import { ProtoFile, type ProtoField } from './proto-read.ts';
import { ProtoWriter } from './proto.ts';

/** Weights smaller than this stay: onnxruntime must see shapes while it reads the graph. */
const LEAST_BYTES = 4096;

/** The file's own bytes of a message, field after field, except those that `instead` writes otherwise. */
async function rewritten(
  file: ProtoFile,
  { start, end }: { start: number; end: number },
  instead: (field: ProtoField, into: ProtoWriter) => boolean | Promise<boolean>,
): Promise<ProtoWriter> {
  const into = new ProtoWriter();
  let at = start;
  for await (const field of file.fields(start, end)) {
    if (!(await instead(field, into))) into.fields(await file.bytes(at, field.end));
    at = field.end;
  }
  return into;
}

/**
 * The same model with its large weights left in the file, as external data: onnxruntime then fetches
 * one tensor at a time instead of holding the file, the parsed model and the tensors at once.
 *
 * @param blob a model without external data (`readOnnx` tells)
 * @param path name under which onnxruntime is given the file
 */
export async function leanOnnx(blob: Blob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = new ProtoFile(blob);

  const tensor = async (field: ProtoField, into: ProtoWriter) => {
    if (field.number !== 5 || field.end - field.start < LEAST_BYTES) return false;
    let raw: ProtoField | undefined;
    const rest = await rewritten(file, field, (part) => {
      if (part.number !== 9) return false;
      raw = part;
      return true;
    });
    if (!raw) return false;
    into.message(5, pointAt(rest, path, raw.start, raw.end - raw.start));
    return true;
  };

  const model = await rewritten(file, { start: 0, end: blob.size }, async (field, into) => {
    if (field.number !== 7) return false;
    into.message(7, await rewritten(file, field, tensor));
    return true;
  });
  return model.finish();
}
