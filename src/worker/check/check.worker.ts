import '../../packs/zod-without-eval.ts';
import { expose } from 'comlink';
import { AppError } from '../../core/errors.ts';
import {
  chooseBackend,
  describe,
  isSoftware,
  probeAdapter,
  requestAdapter,
  wasmThreads,
} from '../../inference/backend.ts';
import { loadOrt } from '../../inference/ort.ts';
import { SessionPool } from '../../inference/session-pool.ts';
import { packNetworks, type TestedNetwork } from '../../pipeline/self-test/pack-networks.ts';
import { recordedError } from '../../pipeline/self-test/recorded.ts';
import { openVideo } from '../../pipeline/video.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';
import { PackLibrary } from '../packs.ts';
import type { CheckApi, NetworkReport, OpenedModels, VideoReport } from './protocol.ts';

/** Frames of the trial video. */
const FRAMES = 15;

let networks: TestedNetwork[] = [];

const api: CheckApi = {
  async adapter() {
    const probe = await probeAdapter();
    if (probe === 'no-webgpu') return undefined;
    const adapter = await requestAdapter();
    if (probe === 'no-adapter' || !adapter) return null;
    const { features, limits } = adapter;
    return {
      description: describe(probe),
      software: isSoftware(probe),
      half: probe.half,
      subgroups: features.has('subgroups'),
      bufferBytes: limits.maxBufferSize,
      bindingBytes: limits.maxStorageBufferBindingSize,
      invocations: limits.maxComputeInvocationsPerWorkgroup,
    };
  },

  async video(): Promise<VideoReport> {
    const size = 512;
    const data = new Uint8ClampedArray(4 * size * size).fill(255);
    const frame = { width: size, height: size, data };
    const began = performance.now();
    const writer = await openVideo(frame, 30);
    for (let i = 0; i < FRAMES; i++) {
      data.fill(255 - 8 * i, 0, 4 * size * 100);
      await writer.add(frame);
    }
    await writer.finish();
    const format = writer.name === 'turntable.mp4' ? 'mp4' : 'webm';
    return { format, ms: performance.now() - began, frames: FRAMES };
  },

  async openModels(preference, baseUrl, packId): Promise<OpenedModels> {
    const probe = preference === 'wasm' ? 'no-adapter' : await probeAdapter();
    const chosen = chooseBackend(preference, probe, wasmThreads());
    const { signal } = new AbortController();
    const began = performance.now();
    const pack = await new PackLibrary(baseUrl).get(packId, () => undefined, signal);
    const ms = performance.now() - began;
    const sessions = new SessionPool(() => loadOrt(chosen));
    const { choice, version } = await sessions.engine();
    networks = await packNetworks({ pack, signal, runtime: { sessions } });
    return {
      choice: { ...chosen, ...(choice as typeof chosen) },
      version,
      bytes: pack.manifest.files.reduce((sum, file) => sum + file.bytes, 0),
      ms,
      networks: networks.map(({ name, key, small }) => ({ name, key, small })),
    };
  },

  async network(key): Promise<NetworkReport> {
    const network = networks.find((each) => each.key === key);
    if (!network) throw new AppError('internal', { message: `There is no network ${key}.` });
    const began = performance.now();
    await network.run();
    const between = performance.now();
    const samples = await network.run();
    const ended = performance.now();
    return {
      firstMs: between - began,
      ms: ended - between,
      samples,
      error: recordedError(key, samples),
    };
  },
};

carryErrors();
showLife();
expose(api);
