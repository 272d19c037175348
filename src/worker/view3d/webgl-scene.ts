import { Camera as ThreeCamera, Scene as ThreeScene, WebGLRenderer } from 'three';
import { AppError } from '../../core/errors.ts';
import { isAboveFloor, ringOf, type FloorRing } from '../../core/gaussians/floor-ring.ts';
import { shapeOf, type SplatShape } from '../../core/gaussians/splat-shape.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { viewOf } from '../../core/rasterize/view.ts';
import { Floor } from './floor.ts';
import type { Shot } from './protocol.ts';
import type { Scene } from './scene.ts';
import { SplatMesh } from './splat-mesh.ts';
import { ROW } from './splat-shader.ts';

/** What the canvas of a splat must have. */
const CONTEXT: WebGLContextAttributes = { alpha: true, antialias: false, depth: false };

/** Draws with WebGL2. */
export class WebGlScene implements Scene {
  readonly kind = 'webgl';
  private readonly renderer: WebGLRenderer;
  private readonly scene = new ThreeScene();
  private readonly floor = new Floor();
  /** three.js needs a camera. The shaders have their own. */
  private readonly camera = new ThreeCamera();
  private splats: SplatMesh | null = null;
  private ring: FloorRing | null = null;

  private constructor(
    readonly canvas: OffscreenCanvas,
    context: WebGL2RenderingContext,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context });
    this.renderer.setClearColor(0, 0);
    this.renderer.setPixelRatio(1);
    // Asking a driver for its errors waits until it has compiled.
    this.renderer.debug.checkShaderErrors = false;
    this.scene.add(this.floor.mesh);
  }

  /** Null if WebGL2 cannot start. */
  static on(canvas: OffscreenCanvas): WebGlScene | null {
    const context = canvas.getContext('webgl2', CONTEXT);
    return context && new WebGlScene(canvas, context);
  }

  load(cloud: GaussianCloud): SplatShape {
    const most = ROW * this.renderer.capabilities.maxTextureSize;
    if (cloud.count > most)
      throw new AppError('internal', {
        message: `${cloud.count} Gaussians; at most ${most} can be drawn here`,
      });
    const shape = shapeOf(cloud);
    if (this.splats) {
      this.scene.remove(this.splats.mesh);
      this.splats.dispose();
    }
    this.splats = new SplatMesh(cloud);
    this.scene.add(this.splats.mesh);
    this.ring = ringOf(shape);
    return shape;
  }

  draw(shot: Shot): boolean {
    const { camera, floor } = shot;
    const { splats, ring, renderer, canvas } = this;
    if (!splats || !ring || renderer.getContext().isContextLost()) return false;
    if (canvas.width !== camera.width || canvas.height !== camera.height)
      renderer.setSize(camera.width, camera.height, false);
    splats.aim(shot);
    const { eye } = viewOf(camera);
    this.floor.aim(camera, eye, ring);
    const steps = shot.unhurried ? splats.steps : 1;
    // The floor hides what is above it from a camera below it. To one above, what is above hides the floor.
    const floorStep = isAboveFloor(eye, ring.z) ? 0 : steps - 1;
    for (let step = 0; step < steps; step++) {
      splats.take(step, steps);
      this.floor.mesh.visible = floor && step === floorStep;
      renderer.autoClear = step === 0;
      renderer.render(this.scene, this.camera);
      if (step < steps - 1) this.finish();
    }
    return true;
  }

  finish(): void {
    const gl = this.renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  dispose(): void {
    this.splats?.dispose();
    this.floor.dispose();
    this.renderer.dispose();
  }
}
