import type { Command } from '../command.ts';
import { compare } from './compare.ts';
import { convert } from './convert.ts';
import { embeds } from './embeds.ts';
import { dataset } from './dataset.ts';
import { evaluate } from './evaluate.ts';
import { importCommand } from './import.ts';
import { preprocess } from './preprocess.ts';
import { reconstruct } from './reconstruct.ts';
import { render } from './render.ts';
import { sequence } from './sequence.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  reconstruct,
  sequence,
  importCommand,
  render,
  convert,
  evaluate,
  compare,
  dataset,
  preprocess,
  embeds,
];
