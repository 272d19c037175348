import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { allFinite } from '../../src/core/finite.ts';
import { readClipTextConfig, type ClipTextConfig } from '../../src/families/clip-text/config.ts';
import { buildClipText, clipTextTensors } from '../../src/families/clip-text/graph.ts';
import { TEXT_TOKENS } from '../../src/families/view-embeds/index.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import { damagedCheckpoint } from '../../src/packs/checkpoint/errors.ts';
import { readCheckpoint } from '../../src/packs/checkpoint/index.ts';
import { requireTensors, type TensorsOfFile } from '../../src/packs/import/differences.ts';
import { cpuSessions } from '../runtime/cpu-sessions.ts';
import { openDiskBlob } from '../runtime/disk-blob.ts';
import type { TextEncoderFiles } from './folders.ts';
import { objectIn, unusable } from './json-file.ts';

/** A text encoder that computes on the CPU. */
export interface TextEncoder {
  config: ClipTextConfig;
  /** `last_hidden_state` of a text of 77 tokens: 77 · width numbers, token by token. @throws AppError if one is not finite */
  encode(tokens: readonly number[]): Promise<Float32Array>;
}

/** The tensors of the first model that ends with this name are those of the text encoder. */
const TABLE = 'embeddings.token_embedding.weight';

/** The names of a text tower as in its graph, whatever a file has before them. Null if there is no text tower. */
function renamer(names: Iterable<string>): ((name: string) => string | null) | null {
  const table = [...names].find((name) => name === TABLE || name.endsWith(`.${TABLE}`));
  if (table === undefined) return null;
  const prefix = table.slice(0, -TABLE.length);
  return (name) => (name.startsWith(prefix) ? `text_model.${name.slice(prefix.length)}` : null);
}

/** The tensors of a weight file, with the names of the graph. */
async function tensorsOf(file: string, blob: Blob): Promise<TensorsOfFile> {
  const { index, skipped, refusals } = await readCheckpoint(blob, file);
  const named = renamer(index.tensors.keys());
  if (!named) throw unusable(file, 'it contains no text encoder of CLIP');
  const renamed = <Value>(entries: Iterable<readonly [string, Value]>) =>
    new Map(
      [...entries].flatMap(([name, value]) => {
        const own = named(name);
        return own === null ? [] : [[own, value] as const];
      }),
    );
  const types = skipped.flatMap(({ name, dtype }) =>
    dtype === undefined ? [] : [[name, dtype] as const],
  );
  return {
    path: file,
    index: { file, tensors: renamed(index.tensors) },
    refusals: renamed(refusals),
    otherTypes: renamed(types),
  };
}

/**
 * Opens a text encoder.
 * @throws UsageError if config.json or the weights cannot be used
 * @throws AppError `config-invalid`, or the errors of a checkpoint that cannot be read or lacks a tensor
 */
export async function openTextEncoder({ config: configFile, weights }: TextEncoderFiles) {
  const json = await objectIn(configFile);
  if (!json) throw unusable(configFile, 'it does not exist');
  const config = readClipTextConfig(json, configFile);
  const blob = await openDiskBlob(weights);
  const tensors = await tensorsOf(weights, blob);
  // The token table shows that these are weights of a text encoder, so the config belongs to another one.
  requireTensors(tensors, clipTextTensors(config), () => true);
  // onnxruntime opens the file itself, and refuses links that lead out of the folder.
  const real = await realpath(weights);
  const index: WeightIndex = { ...tensors.index, file: path.basename(real) };
  const sessions = cpuSessions();
  const model = () =>
    Promise.resolve({
      graph: buildClipText(config, { weights: index, tokens: TEXT_TOKENS }),
      files: new Map([[index.file, blob]]),
      folder: path.dirname(real),
    });
  const encoder: TextEncoder = {
    config,
    async encode(tokens) {
      const feed = { data: BigInt64Array.from(tokens, BigInt), shape: [1, TEXT_TOKENS] };
      const network = { key: 'text encoder', model };
      const { hidden } = await sessions.run(network, { tokens: feed }, ['hidden']);
      if (allFinite(hidden.data)) return hidden.data;
      throw damagedCheckpoint(weights, 'its text encoder computes NaN or infinity');
    },
  };
  return encoder;
}
