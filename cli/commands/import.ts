import path from 'node:path';
import type { RigOwner } from '../../src/families/family.ts';
import { sameInAll } from '../../src/core/languages.ts';
import type { WantedModel } from '../../src/packs/import/parts.ts';
import { planImport, type ImportChoices } from '../../src/packs/import/plan.ts';
import type { RigPart } from '../../src/packs/import/rig-claims.ts';
import { freeSuffix, namesOf, planWithSuffix } from '../../src/packs/import/write/names.ts';
import { readPackJson } from '../../src/packs/import/write/record.ts';
import { runImport } from '../../src/packs/import/write/run.ts';
import { survey } from '../../src/packs/import/survey.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { choice, required, text } from '../arguments.ts';
import { EXIT, UsageError, type Arguments, type Command } from '../command.ts';
import { openImportFiles } from '../import-files.ts';
import { reportPlan, reportSurvey } from '../import-report.ts';
import { openPackAt } from '../packs.ts';
import { FolderSink } from '../runtime/folder-sink.ts';

/** The parts of a pack, by their names in `--rig-of`. */
const PARTS: Readonly<Record<string, readonly RigPart[]>> = {
  multiview: ['multiview'],
  'view-embeds': ['viewEmbeds'],
  reconstructor: ['reconstructor'],
  all: ['multiview', 'viewEmbeds', 'reconstructor'],
};

/** Types of stored weights, by their names in `--dtype`. */
const TYPES = { f16: 'F16', f32: 'F32', q8: 'int8', q16: 'int8x2' } as const;

/**
 * Reads `--rig-of`, which says whose cameras each part was trained with. An example is
 * `reconstructor=cameras,view-embeds=facelift`.
 * @throws UsageError for an unknown part or owner
 */
function rigAnswers(args: Arguments): Partial<Record<RigPart, RigOwner>> {
  const answers: Partial<Record<RigPart, RigOwner>> = {};
  for (const pair of text(args, 'rig-of')?.split(',') ?? []) {
    const [name, owner] = pair.split('=');
    const parts = Object.hasOwn(PARTS, name) ? PARTS[name] : [];
    if (parts.length === 0 || (owner !== 'facelift' && owner !== 'cameras'))
      throw new UsageError(
        `--rig-of takes ${Object.keys(PARTS).join('|')}=facelift|cameras, not ${pair}.`,
      );
    for (const part of parts) answers[part] = owner;
  }
  return answers;
}

/** Reads `--weights`: the keys of the models that the user wants, of files with several. @throws UsageError for an empty key */
function wantedModels(args: Arguments): WantedModel[] {
  const keys = text(args, 'weights')?.split(',') ?? [];
  if (keys.includes('')) throw new UsageError('--weights needs keys, separated by commas.');
  return keys.map((key) => ({ key }));
}

/** The pack's id, made from the name of its folder. */
const idOf = (folder: string): string =>
  path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64) || 'imported';

export const importCommand: Command = {
  name: 'import',
  summary: 'Make a model pack from a checkpoint of FaceLift, of LGM, or fine-tuned from FaceLift.',
  forms: ['<checkpoint files or folders> --out <pack dir> [options]'],
  options: {
    out: { type: 'string', value: '<pack dir>', help: 'Folder for the pack.' },
    title: {
      type: 'string',
      value: '<text>',
      help: 'Title of the pack on the page. Default: the id, which is made from the name of the folder.',
    },
    dtype: {
      type: 'string',
      value: 'f16|f32|q8|q16',
      help: 'Type of the stored weights. q8 and q16 are for GPUs without half precision. Default: f16.',
    },
    weights: {
      type: 'string',
      value: '<key>[,<key>…]',
      help: 'Which of several models in one file to import, for example model. Default: the averaged weights (EMA) if they are whole.',
    },
    'rig-of': {
      type: 'string',
      value: '<part>=facelift|cameras',
      help: 'Whose cameras a part was trained with. Parts: multiview, view-embeds, reconstructor, all.',
    },
    'allow-mixed-rigs': {
      type: 'boolean',
      help: 'Make the pack even if its parts were trained with different cameras.',
    },
  },

  async run(args, context) {
    if (args.positionals.length === 0)
      throw new UsageError('import needs the files or folders of a checkpoint, but none is given.');
    const out = required(args, 'out');
    const id = idOf(out);
    const title = text(args, 'title')?.trim() ?? id;
    if (title === '') throw new UsageError('--title needs a text.');
    const choices: ImportChoices = {
      id,
      title: sameInAll(title),
      type: TYPES[choice(args, 'dtype', ['f16', 'f32', 'q8', 'q16'])],
      rigs: rigAnswers(args),
      allowMixedRigs: args.values['allow-mixed-rigs'] === true,
    };
    const inputs = await openImportFiles(args.positionals);
    const wanted = wantedModels(args);
    const found = await survey(inputs, undefined, wanted);
    for (const { path: file, keys } of found.choices) {
      const named = keys.filter((key) => wanted.some((each) => each.key === key));
      if (named.length > 1)
        throw new UsageError(
          `--weights names several models of ${file}: ${named.join(', ')}. Name one of them.`,
        );
    }
    for (const line of reportSurvey(found)) context.say(line);

    const demo = await openPackAt(undefined, context.root);
    const { matting } = photoStages(demo.manifest);
    const files = new Map(matting.files.map((name) => [name, demo.files.get(name) as Blob]));
    const plan = planImport(found, choices, { stage: matting, files });
    const folder = new FolderSink(out);
    // A complete pack in the folder stays until the new one is complete. Then its files are removed.
    const replaced = (await readPackJson(folder))?.files.map(({ name }) => name) ?? [];
    const written = namesOf(planWithSuffix(plan, freeSuffix(plan, replaced)));
    for (const name of new Set([...replaced, ...written, 'pack.json']))
      if (inputs.some((file) => path.resolve(file.path) === path.resolve(out, name)))
        throw new UsageError(
          `--out ${out}: the pack's ${name} would replace one of the files to be imported. Choose another folder.`,
        );
    for (const line of reportPlan(plan)) context.say(line);

    let shown = '';
    await runImport(plan, folder, {
      onProgress({ file, written, total }) {
        const line = `${Math.floor((100 * written) / total)} % ${file}`;
        if (line !== shown && process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
        shown = line;
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    context.say(`done: ${out}`);
    return EXIT.done;
  },
};
