/** Element types of weight files, with safetensors' names. */
export type WeightType = 'F32' | 'F16' | 'BF16';

/** The tensors of one weight file and their positions, read from the file's header. The index contains no weights. */
export interface WeightIndex {
  /** Name under which onnxruntime gets the file (`externalData[].path`). */
  file: string;
  tensors: ReadonlyMap<string, WeightEntry>;
  /**
   * Quantised tensors: integers of one byte (I8). For each quantised weight `w [rows, …]`, `tensors` contains
   * `w.scale [rows]`. The weight is `w·scale`. If there is also a quantised `w.low [rows, …]`, the weight is
   * `(256·w + low)·scale`.
   */
  bytes?: ReadonlyMap<string, ByteEntry>;
}

/** Shape and position of a quantised tensor. */
export type ByteEntry = Omit<WeightEntry, 'dtype'>;

/** Type, shape and position of a tensor. */
export interface WeightEntry {
  dtype: WeightType;
  shape: readonly number[];
  /** Byte offset from the beginning of the file, header included. */
  offset: number;
  byteLength: number;
}

/** Names and shapes of the tensors that a network needs, in the order of first use. */
export type TensorList = ReadonlyMap<string, readonly number[]>;

/**
 * Whether a quantised file stores a tensor of this shape as integers. Norms, biases, and matrices of fewer than
 * 4096 numbers stay floats: they are small, and their errors affect all results.
 */
export const isQuantisable = (shape: readonly number[]): boolean =>
  shape.length > 1 && shape.reduce((a, b) => a * b, 1) >= 4096;
