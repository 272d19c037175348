/** A worker that draws the splat of the 3D viewer, so that the page never waits for it. */
import { expose } from 'comlink';
import { readPly } from '../../core/ply/index.ts';
import { AppError } from '../../core/errors.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';
import { hasFastWebGl } from './has-fast-webgl.ts';
import type { Drawer, Shot, View3dApi } from './protocol.ts';
import type { Scene } from './scene.ts';
import { SoftwareScene } from './software-scene.ts';
import { WebGlScene } from './webgl-scene.ts';

class View3d implements View3dApi {
  #scene: Scene | undefined;
  #last: Shot | undefined;
  #loading: Promise<unknown> = Promise.resolve();

  start(canvas: OffscreenCanvas, wanted: Drawer | null): Drawer {
    const drawer = wanted ?? (hasFastWebGl() ? 'webgl' : 'software');
    const webgl = drawer === 'webgl' ? WebGlScene.on(canvas) : null;
    const scene = (this.#scene = webgl ?? new SoftwareScene(canvas));
    // three.js has set itself up again by then: it listens first.
    canvas.addEventListener('webglcontextrestored', () => {
      if (this.#last) void scene.draw(this.#last);
    });
    return scene.kind;
  }

  /** Splats are loaded one after the other, so the newest stays. */
  load(ply: Blob) {
    const loaded = this.#loading.then(async () =>
      this.#started().load(readPly(new Uint8Array(await ply.arrayBuffer()))),
    );
    this.#loading = loaded.catch(() => undefined);
    return loaded;
  }

  async draw(shot: Shot): Promise<boolean> {
    const scene = this.#started();
    this.#last = shot;
    if (!(await scene.draw(shot))) return false;
    scene.finish();
    return true;
  }

  async snapshot(shot: Shot): Promise<Blob | null> {
    const scene = this.#started();
    if (!(await scene.draw(shot))) return null;
    // A canvas of WebGL keeps its picture only until the end of this task.
    const copy = new OffscreenCanvas(shot.camera.width, shot.camera.height);
    copy.getContext('2d')?.drawImage(scene.canvas, 0, 0);
    if (this.#last) await scene.draw(this.#last);
    return copy.convertToBlob({ type: 'image/png' });
  }

  #started(): Scene {
    if (!this.#scene) throw new AppError('internal', { message: 'The 3D view is not started.' });
    return this.#scene;
  }
}

carryErrors();
showLife();
expose(new View3d());
