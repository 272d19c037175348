/** 8-bit RGBA, straight (not premultiplied) alpha, row-major from the top left. */
export interface RgbaImage {
  width: number;
  height: number;
  /** 4·width·height bytes. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** Planar float image, CHW: `data[c·H·W + y·W + x]`. Values are 0…1 unless a function states another range. */
export interface PlanarImage {
  width: number;
  height: number;
  channels: number;
  data: Float32Array<ArrayBuffer>;
}

/** n-dimensional array of float32, row-major. */
export interface NdArray {
  shape: readonly number[];
  data: Float32Array<ArrayBuffer>;
}
