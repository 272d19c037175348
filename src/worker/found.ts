import { licenceOf } from '../packs/import/licences.ts';
import type { Networks } from '../packs/import/networks.ts';
import { wholeIndex, type PartKind, type WeightPart } from '../packs/import/parts.ts';
import { rigOwners, type RigPart } from '../packs/import/rig-claims.ts';
import type { Survey } from '../packs/import/survey.ts';
import { FACELIFT_RIG } from '../packs/import/cameras.ts';
import type { Rig } from '../core/camera/camera.ts';
import type { Found, FoundPart } from './import-protocol.ts';

type Facts = FoundPart['facts'];

/** In the order in which a photo meets them. */
const ORDER: readonly PartKind[] = ['imageEncoder', 'vae', 'viewEmbeds', 'unet', 'gslrm', 'lgm'];

/** 870.2 M, 12 k. */
const countOf = (shapes: Iterable<readonly number[]>): string => {
  let sum = 0;
  for (const shape of shapes) sum += shape.reduce((product, size) => product * size, 1);
  return sum < 1e6 ? `${Math.ceil(sum / 1e3)} k` : `${(sum / 1e6).toFixed(1)} M`;
};

const span = (widths: readonly number[]): string => `${Math.min(...widths)}–${Math.max(...widths)}`;

/** What a user would know a network by. */
function configFacts({ unet, vae, imageEncoder, gslrm, lgm }: Networks, kind: string): Facts {
  if (kind === 'unet' && unet) {
    const { num_views, mv_attention, block_out_channels, cross_attention_dim } = unet.config;
    const channels = span(block_out_channels);
    return { views: num_views, attention: mv_attention, channels, width: cross_attention_dim };
  }
  if (kind === 'vae' && vae) {
    const { latent_channels, block_out_channels } = vae.config;
    return { latent: latent_channels, channels: span(block_out_channels) };
  }
  if (kind === 'imageEncoder' && imageEncoder) {
    const { num_hidden_layers, hidden_size, image_size } = imageEncoder.config;
    return { layers: num_hidden_layers, width: hidden_size, image: image_size };
  }
  if (kind === 'gslrm' && gslrm) {
    const { layers, d, patch } = gslrm.config;
    return { layers, width: d, patch };
  }
  if (kind === 'lgm' && lgm) return { channels: span(lgm.config.down_channels) };
  return {};
}

function weightPart(part: WeightPart, networks: Networks): FoundPart {
  const { kind, path, sources } = part;
  const { tensors } = wholeIndex(part);
  const shapes = [...tensors.values()].map(({ shape }) => shape);
  const list = kind === 'viewEmbeds' ? shapes : (networks[kind]?.tensors.values() ?? shapes);
  return {
    kind,
    path,
    bytes: sources.reduce((sum, { blob }) => sum + blob.size, 0),
    facts: {
      parameters: countOf(list),
      ...(kind === 'viewEmbeds'
        ? { shape: shapes[0]?.join(' × ') ?? '' }
        : configFacts(networks, kind)),
    },
  };
}

const cameraPart = (rig: Rig, path = ''): FoundPart => ({
  kind: 'cameras',
  path,
  bytes: 0,
  facts: {
    rig: rig.id,
    count: 'cameras' in rig ? rig.cameras.length : rig.azimuthsDeg.length,
    image: rig.imageSize,
  },
});

/** A survey as the page needs to know it. */
export function foundIn(survey: Survey): Found {
  const { parts, networks, viewEmbeds, rig, camerasPath, remover, licences } = survey;
  const paths: Record<RigPart, string> = {
    multiview: networks.unet?.part.path ?? '',
    viewEmbeds: viewEmbeds?.part.path ?? '',
    reconstructor: networks.gslrm?.part.path ?? '',
  };
  return {
    parts: [
      ...parts
        .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
        .map((part) => weightPart(part, networks)),
      ...(remover
        ? [
            {
              kind: 'remover' as const,
              path: remover.path,
              bytes: remover.blob.size,
              facts: { title: remover.title },
            },
          ]
        : []),
      ...(rig && parts.length > 0 ? [cameraPart(rig, camerasPath)] : []),
    ],
    missing: survey.missing,
    notes: survey.notes,
    unstated: Object.entries(rigOwners(survey)).flatMap(([part, owner]) =>
      owner === null ? [{ part: part as RigPart, path: paths[part as RigPart] }] : [],
    ),
    ownCameras: camerasPath !== undefined && rig !== null && rig.id !== FACELIFT_RIG.id,
    licence: licenceOf(networks, licences),
  };
}
