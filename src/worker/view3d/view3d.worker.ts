/** A worker that draws the splat of the 3D viewer, so that the page never waits for the GPU. */
import { expose } from 'comlink';
import { readPly } from '../../core/ply/index.ts';
import { AppError } from '../../core/errors.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';
import type { Shot, View3dApi } from './protocol.ts';
import { SplatScene } from './scene.ts';

class View3d implements View3dApi {
  #scene: SplatScene | undefined;
  #last: Shot | undefined;
  #loading: Promise<unknown> = Promise.resolve();

  start(canvas: OffscreenCanvas): boolean {
    try {
      this.#scene = new SplatScene(canvas);
      // three.js has set itself up again by then: it listens first.
      canvas.addEventListener('webglcontextrestored', () => {
        if (this.#last) this.#scene?.draw(this.#last);
      });
      return true;
    } catch (error) {
      console.warn('WebGL2 could not start.', error);
      return false;
    }
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
    if (!scene.draw(shot)) return false;
    scene.finish();
    return true;
  }

  async snapshot(shot: Shot): Promise<Blob | null> {
    const scene = this.#started();
    if (!scene.draw(shot)) return null;
    // A canvas of WebGL keeps its picture only until the end of this task.
    const copy = new OffscreenCanvas(shot.camera.width, shot.camera.height);
    copy.getContext('2d')?.drawImage(scene.canvas, 0, 0);
    if (this.#last) scene.draw(this.#last);
    return copy.convertToBlob({ type: 'image/png' });
  }

  #started(): SplatScene {
    if (!this.#scene) throw new AppError('internal', { message: 'The 3D view is not started.' });
    return this.#scene;
  }
}

carryErrors();
showLife();
expose(new View3d());
