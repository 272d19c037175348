import { LogLevel, SceneFormat, SceneRevealMode, Viewer } from '@mkkellogg/gaussian-splats-3d';
import { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';
import { makeCanvas, pngOf } from './canvas.ts';
import { floorHeight, makeFloor } from './floor.ts';
import { plyEye, type Orbit } from './orbit.ts';
import { OrbitDriver } from './orbit-driver.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';

/**
 * Tangents of half the smallest vertical field of view and of half the smallest horizontal field of view. With these
 * fields of view the mouse fills the picture at the distance of HOME.
 */
const HALF_HEIGHT_MIN = 0.277;
const HALF_WIDTH_MIN = 0.36;
/** If a picture takes longer than this while the camera moves, the resolution is lowered. */
const SLOW_MS = 50;
/** If a picture takes longer than this at the lowest resolution, the automatic turn ends. */
const TOO_SLOW_MS = 250;
/** Pixels of a snapshot per pixel of the page. */
const SNAPSHOT_SCALE = 2;
/** The lowest resolution, as a fraction of the screen's resolution. */
const RATIO_MIN = 0.4;

/** The viewer on three.js and gaussian-splats-3d. Draws only when something has changed. */
export class WebGlViewer implements SplatViewer {
  readonly kind = 'webgl';
  private readonly renderer: WebGLRenderer;
  private readonly camera = new PerspectiveCamera(31, 1, 0.05, 50);
  private readonly floor = makeFloor();
  private readonly driver: OrbitDriver;
  private readonly resizes: ResizeObserver;
  private splats: Viewer | null = null;
  private loads = 0;
  /** Resolves when no splat is being loaded. */
  private settled: Promise<unknown> = Promise.resolve();
  private disposed = false;
  private ratio = 1;
  private lastDrawMs = 0;

  constructor(private readonly options: ViewerOptions) {
    const canvas = makeCanvas(options.container);
    this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false });
    this.renderer.setClearColor(0, 0);
    // In the standard PLY, −Y is up.
    this.camera.up.set(0, -1, 0);
    this.driver = new OrbitDriver(
      canvas,
      (orbit, moving) => this.draw(orbit, moving),
      () => this.refresh(),
      options.onTurnStopped,
    );
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(options.container);
    this.resize();
  }

  load(ply: Blob): Promise<void> {
    const loading = this.loadScene(ply);
    // Without a value of its own: each promise would otherwise keep the values of all before it.
    this.settled = Promise.allSettled([this.settled, loading]).then(() => undefined);
    return loading;
  }

  private async loadScene(ply: Blob) {
    const load = ++this.loads;
    const url = URL.createObjectURL(ply);
    const scene = new Scene();
    const next = new Viewer({
      rootElement: this.options.container,
      renderer: this.renderer,
      camera: this.camera,
      threeScene: scene,
      selfDrivenMode: false,
      useBuiltInControls: false,
      sharedMemoryForWorkers: false,
      gpuAcceleratedSort: false,
      sceneRevealMode: SceneRevealMode.Instant,
      logLevel: LogLevel.None,
    });
    try {
      await next.addSplatScene(url, {
        format: SceneFormat.Ply,
        showLoadingUI: false,
        splatAlphaRemovalThreshold: 1,
      }).promise;
    } catch (error) {
      void close(next);
      if (load === this.loads && !this.disposed) throw error;
      return;
    } finally {
      URL.revokeObjectURL(url);
    }
    if (load !== this.loads || this.disposed) return void close(next);
    if (this.splats) void close(this.splats);
    this.splats = next;
    this.floor.position.y = floorOf(next);
    scene.add(this.floor); // takes it out of the scene before
    this.setRatio(this.ratio);
  }

  reset() {
    this.driver.reset();
  }

  zoom(factor: number) {
    this.driver.zoom(factor);
  }

  setAutoTurn(on: boolean) {
    this.driver.setTurning(on);
  }

  setLabel(label: string) {
    this.renderer.domElement.setAttribute('aria-label', label);
  }

  async snapshot() {
    const { splats, ratio } = this;
    if (!splats) return null;
    this.setRatio(Math.max(1, SNAPSHOT_SCALE / window.devicePixelRatio));
    splats.update();
    splats.render();
    // A canvas of WebGL keeps its picture only until the browser shows it.
    const copy = document.createElement('canvas');
    ({ width: copy.width, height: copy.height } = this.renderer.domElement);
    copy.getContext('2d')?.drawImage(this.renderer.domElement, 0, 0);
    this.setRatio(ratio);
    return pngOf(copy);
  }

  dispose() {
    this.disposed = true;
    this.driver.dispose();
    this.resizes.disconnect();
    const end = async () => {
      if (this.splats) await close(this.splats);
      this.renderer.dispose();
      this.renderer.forceContextLoss();
      this.renderer.domElement.remove();
    };
    // The library throws where nobody can catch it if the context is lost while it loads.
    void this.settled.then(end);
  }

  private resize() {
    const { clientWidth, clientHeight } = this.options.container;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    const half = Math.max(HALF_HEIGHT_MIN, HALF_WIDTH_MIN / this.camera.aspect);
    this.camera.fov = (Math.atan(half) * 360) / Math.PI;
    this.camera.updateProjectionMatrix();
    this.driver.invalidate();
  }

  private setRatio(ratio: number) {
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio * window.devicePixelRatio);
    if (this.splats) {
      this.splats.devicePixelRatio = ratio * window.devicePixelRatio;
      if (this.splats.splatMesh)
        this.splats.splatMesh.devicePixelRatio = this.splats.devicePixelRatio;
    }
    this.driver.invalidate();
  }

  private draw(orbit: Orbit, moving: boolean) {
    this.camera.position.set(...plyEye(orbit));
    this.camera.lookAt(0, 0, 0);
    this.camera.updateMatrixWorld();
    const { splats } = this;
    if (!splats) return;
    if (moving) this.adapt();
    else {
      if (this.ratio < 1) this.setRatio(1);
      this.lastDrawMs = 0;
      void splats.runSplatSort(true);
    }
    splats.update();
    splats.render();
    splats.renderNextFrame = false;
  }

  /** Draws again if the library's sort worker has finished a new order while the camera rests. */
  private refresh() {
    const { splats } = this;
    if (!splats) return;
    splats.update();
    if (splats.renderNextFrame) splats.render();
    splats.renderNextFrame = false;
  }

  /** Lowers the resolution if a picture takes too long. At the lowest resolution, ends the automatic turn. */
  private adapt() {
    const now = performance.now();
    const took = this.lastDrawMs ? now - this.lastDrawMs : 0;
    this.lastDrawMs = now;
    if (took < SLOW_MS) return;
    if (this.ratio > RATIO_MIN) this.setRatio(Math.max(RATIO_MIN, this.ratio * 0.7));
    else if (took > TOO_SLOW_MS) {
      this.driver.setTurning(false);
      this.options.onTurnStopped();
    }
  }
}

const floorOf = ({ splatMesh }: Viewer): number => {
  const centre = new Vector3();
  return floorHeight(splatMesh?.getSplatCount() ?? 0, (index) => {
    splatMesh?.getSplatCenter(index, centre);
    return centre.y;
  });
};

/** Closes a viewer. If the viewer is still loading, the library rejects with an abort, which is ignored. */
const close = (viewer: Viewer) => viewer.dispose().catch(() => {});
