import type { ImportNote } from '../src/packs/import/parts.ts';
import type { ImportPlan } from '../src/packs/import/plan.ts';
import type { Survey } from '../src/packs/import/survey.ts';

const NOTES: Record<ImportNote['code'], string> = {
  'not-needed': 'is not needed',
  'not-used': 'is not used: another file of its kind goes before it',
  unknown: 'is no part of a model that is known here',
  damaged: 'cannot be read and is left out',
  'config-assumed': 'has no config.json beside it: the usual values are assumed',
  'scheduler-assumed': 'comes without scheduler_config.json: FaceLift’s is assumed',
  'tensors-unused': 'holds tensors that this kind of network does not use',
  'views-only': 'is a reconstructor alone: the pack takes posed views (--views), not a photo',
  'plain-attention': 'has a config that does not speak of views: plain self-attention',
};

const parameters = (shapes: Iterable<readonly number[]>): string => {
  let sum = 0;
  for (const shape of shapes) sum += shape.reduce((product, size) => product * size, 1);
  return `${(sum / 1e6).toFixed(1)} M parameters`;
};

/** `Autoencoder` → `autoencoder`; abbreviations stay. */
const inSentence = (title: string): string => title[0].toLowerCase() + title.slice(1);

/** What was found, a line each. */
export function reportSurvey({ networks, rig, camerasPath, remover, notes }: Survey) {
  const lines = Object.values(networks).map(({ family, checkpoint, tensors }) => {
    const title = inSentence(family.words.title.en);
    const count = family.role === 'viewEmbeds' ? '' : `, ${parameters(tensors.values())}`;
    return `${title}: ${checkpoint.path}${count}`;
  });
  if (remover) lines.push(`background remover: ${remover.path} (${remover.title})`);
  if (rig) lines.push(`cameras: ${rig.id}${camerasPath ? `, ${camerasPath}` : ''}`);
  return [
    ...lines,
    ...notes.map(
      ({ code, path, reason }) => `${path} ${NOTES[code]}${reason ? ` (${reason})` : ''}`,
    ),
  ];
}

/** What will be written, and under which terms. */
export const reportPlan = ({ manifest, totalBytes }: ImportPlan): string[] => [
  `pack ${manifest.id}: ${(totalBytes / 1e9).toFixed(2)} GB`,
  '',
  manifest.licence.text,
  '',
];
