/** Types of what the WebGL viewer uses of the library. The library itself has no types. */
declare module '@mkkellogg/gaussian-splats-3d' {
  import type { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';

  export const SceneFormat: { readonly Ply: number };
  export const SceneRevealMode: { readonly Instant: number };
  export const LogLevel: { readonly None: number };

  /** Only tests use it: they make .ksplat files. */
  export const PlyLoader: {
    loadFromFileData(
      ply: ArrayBuffer,
      minimumAlpha: number,
      compressionLevel: number,
      optimizeSplatData: boolean,
      sphericalHarmonicsDegree: number,
    ): Promise<{ readonly bufferData: ArrayBuffer }>;
  };

  export interface ViewerOptions {
    rootElement: HTMLElement;
    renderer: WebGLRenderer;
    camera: PerspectiveCamera;
    threeScene: Scene;
    selfDrivenMode: boolean;
    useBuiltInControls: boolean;
    sharedMemoryForWorkers: boolean;
    gpuAcceleratedSort: boolean;
    sceneRevealMode: number;
    logLevel: number;
  }

  export interface SceneOptions {
    format: number;
    showLoadingUI: boolean;
    splatAlphaRemovalThreshold: number;
  }

  export class Viewer {
    constructor(options: ViewerOptions);
    devicePixelRatio: number;
    /** The library sets this when a sort has finished and the picture must be drawn again. */
    renderNextFrame: boolean;
    readonly splatMesh: {
      devicePixelRatio: number;
      getSplatCount(): number;
      getSplatCenter(index: number, out: Vector3): void;
    } | null;
    addSplatScene(url: string, options: SceneOptions): { readonly promise: Promise<void> };
    runSplatSort(force?: boolean): Promise<boolean>;
    update(): void;
    render(): void;
    dispose(): Promise<void>;
  }
}
