/** Element types of weight files, in safetensors' spelling. */
export type WeightType = 'F32' | 'F16' | 'BF16';

/** Where the tensors of one weight file lie. Read from the file's header; holds no weights itself. */
export interface WeightIndex {
  /** Name under which onnxruntime is given the file (`externalData[].path`). */
  file: string;
  tensors: ReadonlyMap<string, WeightEntry>;
  /**
   * Whole numbers of one byte (I8). A weight `w [rows, …]` among them comes with `w.scale [rows]` among the tensors and stands
   * for `w·scale`; with `w.low [rows, …]` beside it for `(256·w + low)·scale`.
   */
  bytes?: ReadonlyMap<string, ByteEntry>;
}

/** Where the bytes of a quantised tensor lie. */
export type ByteEntry = Omit<WeightEntry, 'dtype'>;

export interface WeightEntry {
  dtype: WeightType;
  shape: readonly number[];
  /** Absolute byte offset in the file, header included. */
  offset: number;
  byteLength: number;
}

/** Names and shapes that a network expects of its checkpoint, in the order of first use. */
export type TensorList = ReadonlyMap<string, readonly number[]>;

/** Which tensors are worth their scales: norms, biases and small matrices stay floats; they weigh nothing, and an error in them reaches everything. */
export const isQuantisable = (shape: readonly number[]): boolean =>
  shape.length > 1 && shape.reduce((a, b) => a * b, 1) >= 4096;
