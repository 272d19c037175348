import path from 'node:path';
import {
  PRESET_NAMES,
  PROMPT_MODES,
  presetViews,
  promptsOf,
  templateFault,
  templateOf,
  type PromptMode,
  type PromptView,
} from '../../src/families/view-embeds/prompts.ts';
import { torchTensorFile } from '../../src/packs/torch/write.ts';
import { choice, either, number, required, text } from '../arguments.ts';
import { EXIT, UsageError, type Arguments, type Command } from '../command.ts';
import { CAMERA_PLACEMENTS, viewsOfCameras } from '../embeds/camera-views.ts';
import { encodeViews, tokensOf, warnOfEqual, type Embeds } from '../embeds/encode-views.ts';
import { findTextEncoder } from '../embeds/folders.ts';
import { metadataOf } from '../embeds/metadata.ts';
import { openTextEncoder } from '../embeds/text-encoder.ts';
import { openTokenizer } from '../embeds/tokenizer-files.ts';
import { requireOutput, writeTogether } from '../output/write-together.ts';

/** Options that only some modes have. */
const ONLY: Readonly<Record<string, readonly PromptMode[]>> = {
  preset: ['text_only', 'with_angles'],
  elevation: ['with_angles'],
  cameras: ['from_camera'],
  'camera-json': ['from_camera'],
  placement: ['from_camera'],
};

/** The names of the files for each kind of map. */
const FILES = { colour: 'clr_embeds.pt', normal: 'normal_embeds.pt' } as const;

/** Longest template, characters. A text has at most 77 tokens. */
const MAX_TEMPLATE = 2000;

/** What is to be encoded. */
interface Request {
  mode: PromptMode;
  template: string;
  views: PromptView[];
  /** For metadata.json. */
  source: { preset: string } | { cameras: string; placement: string };
}

/** @throws UsageError if options do not go together */
async function readRequest(args: Arguments): Promise<Request> {
  const mode = choice<PromptMode>(args, 'mode', PROMPT_MODES);
  for (const [name, modes] of Object.entries(ONLY))
    if (args.values[name] !== undefined && !modes.includes(mode))
      throw new UsageError(`--${name} cannot be used with the mode ${mode}.`);
  const preset = choice(args, 'preset', PRESET_NAMES);
  const elevation = number(args, 'elevation', { min: -90, max: 90 });
  const template = text(args, 'prompt') ?? templateOf(preset, mode);
  const fault = template.length > MAX_TEMPLATE ? 'is too long' : templateFault(template);
  if (fault) throw new UsageError(`--prompt ${fault}.`);
  if (mode !== 'from_camera')
    return { mode, template, views: presetViews(preset, elevation), source: { preset } };
  const cameras = required(args, either(args, 'cameras', 'camera-json') ?? 'cameras');
  const placement = choice(args, 'placement', CAMERA_PLACEMENTS);
  const views = await viewsOfCameras(cameras, placement);
  return { mode, template, views, source: { cameras, placement } };
}

export const embeds: Command = {
  name: 'embeds',
  summary: 'Make view embeddings from text, for a model pack.',
  forms: ['--text-encoder <dir> --out <dir> [options]'],
  options: {
    'text-encoder': {
      type: 'string',
      value: '<dir>',
      help: 'Folder of a pipeline with text_encoder and tokenizer, or of a text encoder.',
    },
    out: {
      type: 'string',
      value: '<dir>',
      help: 'Folder for clr_embeds.pt, normal_embeds.pt and metadata.json.',
    },
    mode: {
      type: 'string',
      value: PROMPT_MODES.join('|'),
      help: 'What the texts say: the name of the view, also its angles, or the angles of your cameras. Default: text_only.',
    },
    preset: {
      type: 'string',
      value: PRESET_NAMES.join('|'),
      help: 'Views and text (docs/embeds.md). topdown has four views, the others six. Default: facelift.',
    },
    elevation: {
      type: 'string',
      value: '<-90…90>',
      help: 'For with_angles: elevation of all views, degrees. Default: 0 facelift, 20 mouse, 45 topdown.',
    },
    cameras: {
      type: 'string',
      value: '<file>',
      help: 'For from_camera: camera file, one view per camera. The first camera is the front.',
    },
    placement: {
      type: 'string',
      value: CAMERA_PLACEMENTS.join('|'),
      help: 'For from_camera: how the cameras come into the frame of the model (docs/rigs.md). Default: axes.',
    },
    prompt: {
      type: 'string',
      value: '<text>',
      help: 'Another text, with {view}, {elevation}, {azimuth} and {map}: color or normal.',
    },
    'model-path': { type: 'string', value: '<dir>', help: 'The same as --text-encoder.' },
    'output-dir': { type: 'string', value: '<dir>', help: 'The same as --out.' },
    'camera-json': { type: 'string', value: '<file>', help: 'The same as --cameras.' },
  },

  async run(args, context) {
    if (args.positionals.length > 0)
      throw new UsageError(`embeds takes only options, not ${args.positionals[0]}.`);
    const folder = required(args, either(args, 'text-encoder', 'model-path') ?? 'text-encoder');
    const out = required(args, either(args, 'out', 'output-dir') ?? 'out');
    const { mode, template, views, source } = await readRequest(args);
    const files = await findTextEncoder(folder);
    await requireOutput(out);
    const start = performance.now();
    const encoder = await openTextEncoder(files);
    const tokenizer = await openTokenizer(files.tokenizer, encoder.config.vocab_size);
    const prompts = promptsOf(template, views);
    warnOfEqual(prompts.colour, context.warn);

    const kinds = (['colour', 'normal'] as const).flatMap((kind) => {
      const texts = prompts[kind];
      // The texts of normal maps are as long as those of colour views.
      const warn = kind === 'colour' ? context.warn : () => undefined;
      return texts ? [{ kind, tokens: tokensOf(texts, tokenizer, warn) }] : [];
    });
    const count = kinds.reduce((sum, { tokens }) => sum + tokens.length, 0);
    let done = 0;
    const onText = () => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done++} of ${count}`);
    };
    const made = new Map<string, Uint8Array>();
    let shape: Embeds['shape'] | undefined;
    for (const { kind, tokens } of kinds) {
      const encoded = await encodeViews(tokens, encoder, onText);
      ({ shape } = encoded);
      made.set(FILES[kind], torchTensorFile(path.parse(FILES[kind]).name, encoded));
    }
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    const metadata = metadataOf({ mode, ...source, views, prompts, shape, model: folder });
    made.set('metadata.json', metadata);
    const names: readonly string[] = [...Object.values(FILES), 'metadata.json'];
    await writeTogether(out, made, (name) => names.includes(name));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    for (const prompt of prompts.colour) context.say(prompt);
    if (!prompts.normal)
      context.warn(
        `The text names no color map and has no {map}, so ${FILES.normal} is not written.`,
      );
    context.say(`${out}: ${count} texts, [${shape?.join(', ')}], ${seconds} s`);
    return EXIT.done;
  },
};
