/** Types of what makes .ksplat files for tests. The library itself has no types. */
declare module '@mkkellogg/gaussian-splats-3d' {
  export const PlyLoader: {
    loadFromFileData(
      ply: ArrayBuffer,
      minimumAlpha: number,
      compressionLevel: number,
      optimizeSplatData: boolean,
      sphericalHarmonicsDegree: number,
    ): Promise<{ readonly bufferData: ArrayBuffer }>;
  };
}
