import { en } from '../src/app/i18n/en.ts';
import { fill } from '../src/app/i18n/index.ts';
import { countText, sizeText } from '../src/core/size-text.ts';
import type { ImportNote } from '../src/packs/import/parts.ts';
import type { ImportPlan } from '../src/packs/import/plan.ts';
import type { Survey } from '../src/packs/import/survey.ts';
import { errorSentence } from './sentence.ts';

/** A note as one line, with the sentence of the page. A file that is refused gets the sentence of its error. */
const noteLine = (note: ImportNote): string =>
  note.code === 'refused'
    ? `${errorSentence(note.error)} This file is not used.`
    : fill(en.import.noteTexts[note.code], { path: note.path, ...note.values }) +
      (/^several-(average|first)$/.test(note.code) ? ' Choose another one with --weights.' : '');

const parametersText = (shapes: Iterable<readonly number[]>): string => {
  let sum = 0;
  for (const shape of shapes) sum += shape.reduce((product, size) => product * size, 1);
  return `${countText(sum)} parameters`;
};

/** The title with a small first letter: `Autoencoder` → `autoencoder`. */
const inSentence = (title: string): string => title[0].toLowerCase() + title.slice(1);

/** Lines about the networks, the background remover and the cameras that were found, and the notes. */
export function reportSurvey({ networks, rig, camerasPath, remover, notes }: Survey) {
  const lines = Object.values(networks).map(({ family, checkpoint, tensors }) => {
    const title = inSentence(family.words.title.en);
    const count = family.role === 'viewEmbeds' ? '' : `, ${parametersText(tensors.values())}`;
    return `${title}: ${checkpoint.path}${count}`;
  });
  if (remover) lines.push(`background remover: ${remover.path} (${remover.title})`);
  if (rig) lines.push(`cameras: ${rig.id}${camerasPath ? `, ${camerasPath}` : ''}`);
  return [...lines, ...notes.map(noteLine)];
}

/** Lines about the pack that will be written: its id, its size, and the licence terms. */
export const reportPlan = ({ manifest, totalBytes }: ImportPlan): string[] => [
  `pack ${manifest.id}: ${sizeText(totalBytes)}`,
  '',
  manifest.licence.text,
  '',
];
