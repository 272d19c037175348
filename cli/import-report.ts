import { fill } from '../src/app/i18n/index.ts';
import { countText, sizeText } from '../src/core/size-text.ts';
import type { ImportNote } from '../src/packs/import/parts.ts';
import type { ImportPlan } from '../src/packs/import/plan.ts';
import type { Survey } from '../src/packs/import/survey.ts';
import { errorSentence } from './sentence.ts';

/** Ends the sentences about a file with several models. */
const OTHER_MODEL = 'Choose another one with --weights';

/** The sentence of each note. It continues after the path of the file. `{name}` is replaced by a value. */
const NOTES: Record<Exclude<ImportNote['code'], 'refused'>, string> = {
  'not-needed': 'is not needed',
  'not-used': 'is not used: another file of the same kind is used instead',
  unknown:
    'does not belong to a model that can be imported: it contains tensors of other names ({names})',
  'several-average': `contains several models: {keys}. The averaged weights (EMA) are used: {key}. ${OTHER_MODEL}`,
  'several-first': `contains several models: {keys}. This one is used: {key}. ${OTHER_MODEL}`,
  'several-asked': 'contains several models: {keys}. This one is used, as you chose: {key}',
  'average-unusable':
    'also has averaged weights ({average}), but they are not a whole network. So this model is used: {key}',
  'config-assumed': 'has no config.json beside it: the usual values are assumed',
  'scheduler-assumed': 'has no scheduler_config.json: FaceLift’s values are assumed',
  'tensors-unused':
    'contains tensors that this kind of network does not use ({names}). If they are needed, the results will differ',
  'views-only':
    'is a reconstructor without a multi-view model: the pack takes posed views (--views), not a photo',
  'plain-attention': 'has a config without values for views: plain self-attention is assumed',
};

/** A note as one line. A file that is refused gets the sentence of its error. */
const noteLine = (note: ImportNote): string =>
  note.code === 'refused'
    ? `${errorSentence(note.error)} This file is not used.`
    : `${note.path} ${fill(NOTES[note.code], note.values ?? {})}`;

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
