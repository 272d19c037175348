import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mapCamera, type Similarity } from '../../src/core/camera/similarity.ts';
import { directTable } from '../../src/pipeline/direct-table.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { placementBeside } from '../evaluate/placement.ts';
import { hasResultsOf } from '../reconstruct/finished.ts';
import { posedPictures } from '../reconstruct/posed-pictures.ts';
import { reconstructSample } from '../reconstruct/views.ts';
import { nodeMachine } from '../runtime/machine.ts';
import { reconstructPhoto } from './photo-run.ts';
import type { Comparing } from './comparing.ts';
import { PLACED, type Run } from './rows.ts';
import type { Variant } from './variants.ts';

type Machine = Awaited<ReturnType<typeof nodeMachine>>;

/** Makes the reconstructions of one variant, each once. What was made before with the same settings is kept. */
export class Runs {
  readonly #comparing: Comparing;
  readonly #variant: Variant;
  readonly #machine: Machine;

  private constructor(comparing: Comparing, variant: Variant, machine: Machine) {
    this.#comparing = comparing;
    this.#variant = variant;
    this.#machine = machine;
  }

  static async open(comparing: Comparing, variant: Variant): Promise<Runs> {
    return new Runs(comparing, variant, await nodeMachine(comparing.backend, () => undefined));
  }

  dispose(): void {
    this.#machine.dispose();
  }

  /** Path of the folder with the results of a run. */
  folderOf({ from, folder }: Run): string {
    const { packName, embeds } = this.#variant;
    const variant = from === 'photo' && embeds !== null ? `${packName} ${embeds}` : packName;
    return path.join(this.#comparing.out, variant.replaceAll('/', ' '), folder);
  }

  /** Makes a run unless its results are there. Resolves with its folder. */
  async make(run: Run): Promise<string> {
    const folder = this.folderOf(run);
    if (run.from === 'photo') await this.#photo(run, folder);
    else if (run.inputs.length < PLACED) await this.#placed(run, folder);
    else await this.#views(run, folder);
    return folder;
  }

  get #runtime() {
    // The comparison has no films.
    return { ...this.#machine.runtime, openVideo: undefined };
  }

  /** What the runs say goes on stderr, with the name of the run. */
  #contextOf(folder: string): CommandContext {
    const { context } = this.#comparing;
    const name = path.basename(folder);
    return {
      ...context,
      say: () => undefined,
      warn: (line) => context.warn(`${name}: ${line}`),
    };
  }

  async #photo({ inputs: [view] }: Run, folder: string): Promise<void> {
    await reconstructPhoto(
      { ...this.#comparing, view, folder, placed: await this.#all() },
      this.#variant.pack,
      this.#runtime,
      this.#contextOf(folder),
    );
  }

  async #views({ inputs }: Run, folder: string): Promise<void> {
    const { sample, cameraSize } = this.#comparing;
    await this.#reconstruct(
      await posedPictures(sample, { inputViews: inputs, cameraSize }),
      folder,
    );
  }

  /** How all views together place the mouse. */
  async #all(): Promise<Similarity> {
    const { order } = this.#comparing;
    const folder = await this.make({
      folder: `views-${order.join('-')}`,
      from: 'views',
      inputs: order,
    });
    const placed = await placementBeside(path.join(folder, 'gaussians.ply'));
    if (placed?.toSplat) return placed.toSplat;
    throw new UsageError(`${folder} has no placement.json. Remove this folder.`);
  }

  /** A single view does not say where the mouse is. It is placed as with all views. */
  async #placed({ inputs }: Run, folder: string): Promise<void> {
    const { sample, cameraSize } = this.#comparing;
    const toSplat = await this.#all();
    const opened = await posedPictures(sample, { inputViews: inputs, cameraSize });
    const cameras = opened.cameras.map((camera) => mapCamera(toSplat, camera));
    await this.#reconstruct({ ...opened, cameras }, folder, 'none');
    const file = path.join(folder, 'placement.json');
    const json = JSON.parse(await readFile(file, 'utf8')) as object;
    const { scale, rotation, translation } = toSplat;
    const own = { ...json, placement: 'all views', scale, rotation, translation };
    await writeFile(file, `${JSON.stringify(own, null, 2)}\n`);
  }

  async #reconstruct(
    opened: Awaited<ReturnType<typeof posedPictures>>,
    folder: string,
    placement?: 'none',
  ): Promise<void> {
    const { sample, settings, cameraSize, force } = this.#comparing;
    const pack = this.#variant.own;
    const runtime = this.#runtime;
    const recipe = { pack, runtime, settings: { ...settings, ...(placement && { placement }) } };
    const views = opened.pictures.map(({ fileName }) => fileName);
    const files = { files: opened.sources, views, cameraSize };
    if (!force && (await hasResultsOf(files, folder, recipe))) return;
    const context = this.#contextOf(folder);
    const request = { ...recipe, strict: false, context };
    const given = { sample, opened, stages: directTable };
    await reconstructSample(given, folder, request, new Doubts(context));
  }
}
