import path from 'node:path';
import { EXPORT_FORMATS, EXPORT_NAMES, exportSplat } from '../../src/core/exchange/index.ts';
import type { ExportFormat } from '../../src/core/exchange/index.ts';
import { sizeText } from '../../src/core/size-text.ts';
import { stemOf } from '../../src/core/files/output-names.ts';
import { choice, required } from '../arguments.ts';
import { EXIT, UsageError, type Arguments, type Command } from '../command.ts';
import { showProgress } from '../output/progress.ts';
import { requireOutput, Together } from '../output/write-together.ts';
import { readSplat } from '../splat-file.ts';

const isFormat = (word: string): word is ExportFormat => Object.hasOwn(EXPORT_FORMATS, word);

/** @throws UsageError for a word that is no format, and for a format that is given twice */
function formatsOf(args: Arguments): ExportFormat[] {
  const typed = required(args, 'to');
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length > 0 && words.every(isFormat) && new Set(words).size === words.length)
    return words;
  throw new UsageError(
    `--to must be different words of ${EXPORT_NAMES.join(', ')}, not ${JSON.stringify(typed)}.`,
  );
}

export const convert: Command = {
  name: 'convert',
  summary: 'Write a splat in other formats.',
  forms: ['<splat> --to <formats> --out <dir> [options]'],
  options: {
    to: {
      type: 'string',
      value: '<formats>',
      help: `Formats, separated by commas: ${EXPORT_NAMES.map((name) => `${name} (${EXPORT_FORMATS[name].file})`).join(', ')}.`,
    },
    out: { type: 'string', value: '<dir>', help: 'Folder for the files.' },
    axes: {
      type: 'string',
      value: 'header|standard|world',
      help: 'Axes of the splat that is read: standard (as viewers show it) or world (Z is up). Default: as the header of a PLY says; if it says nothing, standard.',
    },
  },

  async run(args, { say, warn }) {
    const { positionals } = args;
    if (positionals.length !== 1)
      throw new UsageError(`convert takes one splat, not ${positionals.length}.`);
    const formats = formatsOf(args);
    const out = required(args, 'out');
    const axes = choice(args, 'axes', ['header', 'standard', 'world']);
    await requireOutput(out);
    const cloud = await readSplat(positionals[0], axes === 'header' ? 'viewers' : axes, warn);
    const to = await Together.open(out);
    const lines: string[] = [];
    try {
      for (const [i, format] of formats.entries()) {
        showProgress(i, formats.length);
        const title = path.basename(stemOf(positionals[0]));
        const bytes = await exportSplat(cloud, format, { title });
        const { file } = EXPORT_FORMATS[format];
        await to.add(file, bytes);
        lines.push(`${path.join(out, file)}: ${cloud.count} Gaussians, ${sizeText(bytes.length)}`);
      }
      await to.finish(() => false);
    } catch (error) {
      await to.cancel();
      throw error;
    } finally {
      showProgress(formats.length, formats.length);
    }
    for (const line of lines) say(line);
    return EXIT.done;
  },
};
