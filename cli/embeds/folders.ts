import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../command.ts';
import { existing } from '../pictures.ts';

/** Weight files of a text encoder. The first one that is there is taken. */
const WEIGHTS = [
  'model.safetensors',
  'model.fp16.safetensors',
  'pytorch_model.bin',
  'pytorch_model.fp16.bin',
];

/** The files of a text encoder and its tokenizer. */
export interface TextEncoderFiles {
  /** Path of config.json. */
  config: string;
  /** Path of the weights. */
  weights: string;
  /** Path of the folder with vocab.json and merges.txt. */
  tokenizer: string;
}

const isFile = (file: string) =>
  stat(file).then(
    (info) => info.isFile(),
    () => false,
  );

/** The first of some paths that is a file. */
async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const file of paths) if (await isFile(file)) return file;
  return undefined;
}

/**
 * Finds the files of a text encoder.
 * @param folder a pipeline with `text_encoder` and `tokenizer`, or a folder `text_encoder` with its tokenizer beside it or in it
 * @throws UsageError that names what is missing
 */
export async function findTextEncoder(folder: string): Promise<TextEncoderFiles> {
  if ((await existing(folder)) === 'file')
    throw new UsageError(
      `${folder} is a file. Give the folder of a pipeline or of a text encoder.`,
    );
  const inner = path.join(folder, 'text_encoder');
  const encoder = (await isFile(path.join(inner, 'config.json'))) ? inner : folder;
  const config = path.join(encoder, 'config.json');
  if (!(await isFile(config)))
    throw new UsageError(
      `${folder} contains no text encoder: neither text_encoder/config.json nor config.json.`,
    );
  const weights = await firstFile(WEIGHTS.map((name) => path.join(encoder, name)));
  if (weights === undefined)
    throw new UsageError(`${encoder} contains no weights: none of ${WEIGHTS.join(', ')}.`);
  const vocabulary = await firstFile(
    [path.join(folder, 'tokenizer'), path.join(encoder, '..', 'tokenizer'), encoder].map((each) =>
      path.join(each, 'vocab.json'),
    ),
  );
  if (vocabulary === undefined)
    throw new UsageError(
      `There is no tokenizer for ${folder}. Put the folder tokenizer, with vocab.json and merges.txt, beside the text encoder.`,
    );
  return { config, weights, tokenizer: path.dirname(vocabulary) };
}
