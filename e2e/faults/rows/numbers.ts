import { en } from '../../../src/app/i18n/en.ts';
import { STAGE_OF_NETWORK, type NetworkName } from '../../../src/core/networks.ts';
import { readIndex } from '../../../src/packs/safetensors.ts';
import { poisonedFiles } from '../../../src/test/damage/poison.ts';
import { disturb, type Hit } from '../stand/disturb.ts';
import { SMALL_PACK } from '../stand/small-pack.ts';
import { PHOTO, type Setup, type Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';
import type { FaultRow } from '../types.ts';

/** A profile of its own, because the page keeps the damaged files. */
const SETUP: Setup = { backend: 'wasm', fresh: true };

interface Place {
  network: NetworkName;
  file: string;
  /** Prefix of the tensors of this network, if the file has others. */
  part?: string;
}

const PLACES: readonly Place[] = [
  { network: 'background remover', file: 'matting' },
  { network: 'pose network', file: 'pose' },
  { network: 'encoder', file: 'vae', part: 'encoder.' },
  { network: 'view embeddings', file: 'view_embeds' },
  { network: 'multi-view model', file: 'unet' },
  { network: 'decoder', file: 'vae', part: 'decoder.' },
  { network: 'reconstructor', file: 'gslrm' },
];

/** Serves a pack with a damaged weight whose hashes fit. Returns a function that serves the whole pack again. */
async function poison(
  stand: Stand,
  { file, part = '' }: Place,
  value: number,
): Promise<() => void> {
  const { server, random } = stand;
  const read = (name: string) => server.read(`models/${SMALL_PACK}/${name}`);
  const name = `${file}.safetensors`;
  const { tensors } = await readIndex(read(name), name);
  const own = [...tensors.keys()].filter((tensor) => tensor.startsWith(part));
  const tensor = own[Math.floor(random() * own.length)];
  const changed = await poisonedFiles(read, { file: name, tensor, value });
  const repairs = [...changed].map(([path, bytes]) =>
    server.change(`models/${SMALL_PACK}/${path}`, Buffer.from(bytes)),
  );
  return () => repairs.forEach((repair) => repair());
}

/** The fault hits after the last progress that the page shows. */
async function hit(visit: Visit): Promise<Hit> {
  await visit.until(() => /^(done|error)$/.test(visit.state));
  const last = visit.seen.findLast(({ state }) => state === 'running');
  if (!last) throw new Error(`The run did not begin. It is “${visit.state}”.`);
  return { atMs: last.atMs, note: last.stage };
}

const nan = (place: Place): FaultRow => {
  const { network, file } = place;
  const stage = STAGE_OF_NETWORK[network];
  const words = `damaged.*Network: ${en.networks[network]}\\. Stage: ${en.stages[stage]}`;
  return {
    id: `numbers-nan-in-${network.replaceAll(' ', '-')}`,
    what: `A weight is NaN: ${en.networks[network]}`,
    how: `The first number of a random tensor in ${file}.safetensors is NaN, and the hash in pack.json fits.`,
    expected:
      'The page names the file, the network and the stage. A new visit after the repair runs.',
    passes: ['said'],
    attempt: async (stand) => {
      let repair = () => undefined as void;
      return disturb(stand, {
        setup: SETUP,
        prepare: async () => void (repair = await poison(stand, place, NaN)),
        inject: hit,
        says: new RegExp(words),
        next: async (visit) => {
          repair();
          await visit.page.reload();
          await visit.choose(PHOTO);
        },
      });
    },
  };
};

export const numberRows: FaultRow[] = PLACES.map(nan);
