import { withLocation } from './onnx.ts';
import { ProtoFile, type ProtoField } from './proto-read.ts';
import { ProtoWriter } from './proto.ts';

/**
 * Bytes. Smaller tensors stay in the model, because onnxruntime needs the values of shapes when it reads the
 * graph.
 */
const MIN_BYTES = 4096;

/**
 * Copies a message of the file, field by field.
 * @param replace returns false to copy the given field. To replace the field, it writes another one into `into`
 *   and returns true
 */
async function rewritten(
  file: ProtoFile,
  { start, end }: { start: number; end: number },
  replace: (field: ProtoField, into: ProtoWriter) => boolean | Promise<boolean>,
): Promise<ProtoWriter> {
  const into = new ProtoWriter();
  let at = start;
  for await (const field of file.fields(start, end)) {
    if (!(await replace(field, into))) into.fields(await file.bytes(at, field.end));
    at = field.end;
  }
  return into;
}

/**
 * The same model, in which the large weights are declared as external data of the original file. onnxruntime
 * then reads one tensor at a time. Otherwise the file, the parsed model and the tensors would be in memory at
 * the same time.
 *
 * @param blob a model without external data (`readOnnx` returns `external: false`)
 * @param path name under which onnxruntime gets the original file
 * @throws RangeError if the bytes are not a protobuf message
 */
export async function leanOnnx(blob: Blob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = new ProtoFile(blob);

  const tensor = async (field: ProtoField, into: ProtoWriter) => {
    if (field.number !== 5 || field.end - field.start < MIN_BYTES) return false;
    let raw: ProtoField | undefined;
    const rest = await rewritten(file, field, (inner) => {
      if (inner.number !== 9) return false;
      raw = inner;
      return true;
    });
    if (!raw) return false;
    into.message(5, withLocation(rest, path, raw.start, raw.end - raw.start));
    return true;
  };

  const model = await rewritten(file, { start: 0, end: blob.size }, async (field, into) => {
    if (field.number !== 7) return false;
    into.message(7, await rewritten(file, field, tensor));
    return true;
  });
  return model.finish();
}
