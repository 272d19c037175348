import { AppError } from '../../core/errors.ts';
import { SessionPool } from '../../inference/session-pool.ts';
import type { DecodedPicture } from '../../pipeline/photo/decode.ts';
import type { BrowserRuntime } from '../../worker/machine.ts';
import type { RunInput, RunRequest } from '../../worker/protocol.ts';
import { Runs } from '../../worker/runs/index.ts';

/** Runs that note what is asked for. Their pack is never there. */
export function runsWithoutPack(decoded: () => Promise<DecodedPicture>) {
  const asked: string[] = [];
  const note = async (what: string): Promise<never> => {
    asked.push(what);
    throw new AppError('network', { message: what });
  };
  const runtime: BrowserRuntime = {
    sessions: new SessionPool(() => note('onnxruntime')),
    codec: {
      decode: () => {
        asked.push('decode');
        return decoded();
      },
      encodePng: () => note('encode'),
    },
    choice: () => ({
      backend: 'wasm',
      reason: 'no-webgpu',
      adapter: '',
      threads: 1,
      rasterizer: 'cpu',
    }),
    rasterizer: () => note('rasterizer'),
    prepare: async () => void asked.push('prepare'),
    rest: async () => undefined,
    renew: async () => undefined,
  };
  const runs = new Runs(runtime, { get: () => note('pack') });
  /** Starts a run, and gives its error and what was asked for. */
  const run = async (
    input: RunInput,
    signal = new AbortController().signal,
    more: Partial<RunRequest['settings']> = {},
  ) => {
    asked.length = 0;
    const settings = { ply: 'standard', filters: 'pack', ...more } as const;
    const request = { ...input, packId: 'demo', settings };
    const error = await runs.run(request, () => undefined, signal).catch((each: unknown) => each);
    return { error, asked: [...asked] };
  };
  return { run, runtime };
}
