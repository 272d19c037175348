import { countText } from '../core/size-text.ts';
import { viewsOfRig, type Rig } from '../core/camera/rig.ts';
import { FACELIFT_RIG } from '../families/facelift-rig.ts';
import { isAverage } from '../packs/import/choose-model.ts';
import { licenceOf } from '../packs/import/licences.ts';
import type { RecognisedCheckpoint } from '../packs/import/parts.ts';
import { unstatedParts } from '../packs/import/rig-claims.ts';
import type { Survey } from '../packs/import/survey.ts';
import type { Found, FoundPart } from './import-protocol.ts';

/** Order of the parts on the page. It is the order in which the stages run the networks. */
const ORDER: readonly FoundPart['role'][] = [
  'imageEncoder',
  'vae',
  'viewEmbeds',
  'unet',
  'reconstructor',
];

const weightsIn = (shapes: Iterable<readonly number[]>): number => {
  let sum = 0;
  for (const shape of shapes) sum += shape.reduce((product, size) => product * size, 1);
  return sum;
};

function weightPart(
  { family, path, sources, index }: RecognisedCheckpoint,
  survey: Survey,
): FoundPart {
  const network = survey.networks[family.role];
  const shapes = network?.tensors.values() ?? [...index.tensors.values()].map(({ shape }) => shape);
  return {
    role: family.role,
    kind: family.kind,
    words: family.words,
    path,
    bytes: sources.reduce((sum, { blob }) => sum + blob.size, 0),
    facts: {
      parameters: countText(weightsIn(shapes)),
      ...(network && family.facts(network.config)),
    },
  };
}

const cameraPart = (rig: Rig, path = ''): FoundPart => ({
  role: 'cameras',
  kind: 'cameras',
  path,
  bytes: 0,
  facts: { rig: rig.id, count: viewsOfRig(rig), image: rig.imageSize },
});

const removerPart = ({ path, blob, title }: NonNullable<Survey['remover']>): FoundPart => ({
  role: 'remover',
  kind: 'remover',
  path,
  bytes: blob.size,
  facts: { title },
});

/** Converts a survey to plain data, which the worker can send to the page. */
export function foundIn(survey: Survey): Found {
  const { parts, networks, rig, camerasPath, remover, licences, choices } = survey;
  return {
    parts: [
      ...parts
        .toSorted((a, b) => ORDER.indexOf(a.family.role) - ORDER.indexOf(b.family.role))
        .map((part) => weightPart(part, survey)),
      ...(remover ? [removerPart(remover)] : []),
      ...(rig && parts.length > 0 ? [cameraPart(rig, camerasPath)] : []),
    ],
    choices: choices.map(({ path, keys, key }) => ({
      path,
      models: keys.map((each) => ({ key: each, averaged: isAverage(each) })),
      chosen: key,
    })),
    missing: survey.missing,
    notes: survey.notes,
    unstated: unstatedParts(survey),
    ownCameras: camerasPath !== undefined && rig !== null && rig.id !== FACELIFT_RIG.id,
    largestWeights: Math.max(
      0,
      ...Object.values(networks)
        .filter(({ family }) => !family.keepsFloats)
        .map(({ tensors }) => weightsIn(tensors.values())),
    ),
    licence: licenceOf(networks, licences),
  };
}
