import type { FileKind, SortedFile } from '../../worker/dropped/kinds.ts';
import { naturally } from '../../core/natural-order.ts';
import { samplesIn, type FoundSamples, type SampleFiles } from '../../worker/dropped/samples.ts';
import type { ImportFile } from '../../worker/import-protocol.ts';
import type { Difference } from '../settings/run-record.ts';
import type { QueueEntry } from '../queue/inputs.ts';

/** What the page says about files that were dropped, pasted or chosen. Plain data; `sentences.ts` words it. */
export interface DropNotice {
  /**
   * `one`: a photo runs. `sample`: posed views run. `several`: photos and samples go into the queue. Other files are left
   * out. `parts`: an import begins without some files. `splats`: splats are shown without other files. `record`: the settings of a run.json are restored, and its photo may run. The others:
   * nothing is done.
   */
  code: DropCode;
  /**
   * Names of the files that the sentence is about. For `one` and `several`, the photos and samples. For `sample`, its
   * name.
   */
  about: readonly NamedKind[];
  /** Files that are left out. */
  leftOut: readonly NamedKind[];
  /** For `sample`: how many pictures run. */
  pictures?: number;
  /** For `record`: what is said of the run.json. */
  record?: RecordNews;
}

/** What is said of a run.json. */
export interface RecordNews {
  differences: readonly Difference[];
  /** Whether its photo or sample runs. */
  runs: boolean;
  /** Name of the photo that has to be dropped now. Null: posed views. */
  photo: string | null;
}

type DropCode = 'one' | 'several' | 'sample' | 'parts' | 'splats' | 'record' | Refusal;

/** Reasons to do nothing. */
const REFUSALS = [
  'no-photo',
  'nothing',
  'too-many',
  'panel-open',
  'writing',
  'record-damaged',
] as const;

type Refusal = (typeof REFUSALS)[number];

/** Whether nothing was done with the files. */
export const isRefusal = ({ code }: DropNotice): boolean =>
  REFUSALS.some((refusal) => refusal === code);

/** A file's name without its folders, and its kind. */
export interface NamedKind {
  name: string;
  kind: FileKind;
}

/** What the page does with a mixture of files. */
export interface Decision {
  /** The photo to run. */
  photo?: SortedFile;
  /** The posed views to run. */
  sample?: SampleFiles;
  /** The photos and samples that go into the queue, in natural order of their paths. */
  queued?: readonly QueueEntry[];
  /** The run.json whose settings are taken. */
  record?: SortedFile;
  /** The files to import. */
  parts?: readonly ImportFile[];
  /** The splats to show, in the order in which they are played. A single one fills the 3D viewer. */
  splats?: readonly SortedFile[];
  /** Null if there is nothing to say. */
  notice: DropNotice | null;
}

export interface Mixture {
  /** In natural order of their paths. */
  files: readonly SortedFile[];
  /** Whether there are more files than were read. */
  tooMany: boolean;
  /** What the import panel is doing. */
  panel: 'closed' | 'open' | 'writing';
  /** Whether the queue runs, so that another photo or sample has to wait. */
  queueWorks: boolean;
}

/** The files of a mixture, by kind. */
type Groups = Mixture &
  FoundSamples & {
    /** What the queue can take. */
    entries: readonly QueueEntry[];
  } & Record<
    'photos' | 'weights' | 'damaged' | 'configs' | 'splats' | 'records',
    readonly SortedFile[]
  >;

/** Kinds that an import does not take. */
const NOT_FOR_IMPORT: readonly FileKind[] = ['photo', 'unreadable'];

const isForImport = ({ kind }: SortedFile) => !NOT_FOR_IMPORT.includes(kind);

const named = (files: readonly SortedFile[]): NamedKind[] =>
  files.map(({ path, kind }) => ({ name: path.slice(path.lastIndexOf('/') + 1), kind }));

function refuse(code: Refusal, { files }: Groups): Decision {
  return { notice: { code, about: named(files), leftOut: [] } };
}

/** The photo runs. Everything else is said to be left out. */
function runOne({ files, photos }: Groups): Decision {
  const leftOut = named(files.filter(({ kind }) => kind !== 'photo'));
  const notice = { code: 'one', about: named(photos), leftOut } as const;
  return { photo: photos[0], notice: leftOut.length > 0 ? notice : null };
}

/** What the queue can take: all samples, and the photos that lie in no sample's folder. */
const entriesOf = ({ samples, free }: FoundSamples): QueueEntry[] =>
  [
    ...free.map(({ path, blob }): QueueEntry => ({ kind: 'photo', path, blob })),
    ...samples.map((sample): QueueEntry => ({
      kind: 'sample',
      path: sample.folder || sample.name,
      sample,
    })),
  ].sort((a, b) => naturally(a.path, b.path));

/** Photos and samples go into the queue, which shows them. Everything else is said to be left out. */
function enqueue({ samples, free, others, entries }: Groups): Decision {
  const leftOut = named(others.filter((file) => !free.includes(file)));
  const about = [...named(free), ...samples.map(nameOfSample)];
  const notice = { code: 'several', about, leftOut } as const;
  return { queued: entries, notice: leftOut.length > 0 ? notice : null };
}

const nameOfSample = ({ name }: SampleFiles): NamedKind => ({ name, kind: 'cameras' });

/** The sample runs. Everything else is said to be left out. */
function runSample({ samples, others }: Groups): Decision {
  const [sample] = samples;
  const leftOut = named(others);
  const { length: pictures } = sample.pictures;
  const notice = { code: 'sample', about: [nameOfSample(sample)], leftOut, pictures } as const;
  return { sample, notice: leftOut.length > 0 ? notice : null };
}

/** All files go to the import, because licences and configs belong to weights. Photos do not. */
function importParts({ files }: Groups): Decision {
  const leftOut = named(files.filter((file) => !isForImport(file)));
  const notice = { code: 'parts', about: [], leftOut } as const;
  return {
    parts: files.filter(isForImport).map(({ path, blob }) => ({ path, blob })),
    notice: leftOut.length > 0 ? notice : null,
  };
}

/** The name of a file without its number, for example `run/frame.ply` for `run/frame0012.ply`. */
const unnumbered = (path: string) => path.replace(/\d+(\.[^./]+)$/, '$1');

/** Whether the splats are frames: several whose names differ only by their number. Films and pictures may lie beside. */
const areFrames = ({ splats }: Groups): boolean =>
  splats.length > 1 && new Set(splats.map(({ path }) => unnumbered(path))).size === 1;

/** The splats are shown. Everything else is said to be left out. */
function showSplats({ files, splats }: Groups): Decision {
  const leftOut = named(files.filter((file) => !splats.includes(file)));
  const notice = { code: 'splats', about: [], leftOut } as const;
  return { splats, notice: leftOut.length > 0 ? notice : null };
}

/** The settings of the run.json are taken, and its photo or sample runs. Everything else is said to be left out. */
function restore(all: Groups): Decision {
  const { files, records, photos, samples, others, entries } = all;
  const [record] = records;
  const sample = samples.at(0);
  const photo = entries.length > 0 && !sample ? photos[0] : undefined;
  const left = (sample ? others : files).filter((file) => file !== record && file !== photo);
  const notice = { code: 'record', about: named([record]), leftOut: named(left) } as const;
  return { record, ...(photo && { photo }), ...(sample && { sample }), notice };
}

/** Whether there is one run.json, and at most the one thing that it can be about. */
const isRecord = ({ records, entries, splats, queueWorks }: Groups): boolean =>
  records.length === 1 &&
  (entries.length === 0 ? splats.length === 0 : entries.length === 1 && !queueWorks);

interface Row {
  when: (groups: Groups) => boolean;
  then: (groups: Groups) => Decision;
}

/** The first row that fits decides. */
const TABLE: readonly Row[] = [
  { when: ({ tooMany }) => tooMany, then: (all) => refuse('too-many', all) },
  { when: ({ files }) => files.length === 0, then: (all) => refuse('nothing', all) },
  { when: ({ panel }) => panel === 'writing', then: (all) => refuse('writing', all) },
  { when: ({ panel, files }) => panel === 'open' && files.some(isForImport), then: importParts },
  {
    when: ({ panel, photos }) => panel === 'open' && photos.length > 0,
    then: (all) => refuse('panel-open', all),
  },
  { when: ({ weights }) => weights.length > 0, then: importParts },
  { when: areFrames, then: showSplats },
  { when: isRecord, then: restore },
  { when: ({ entries, queueWorks }) => entries.length > (queueWorks ? 0 : 1), then: enqueue },
  { when: ({ samples }) => samples.length > 0, then: runSample },
  { when: ({ photos }) => photos.length > 0, then: runOne },
  { when: ({ splats }) => splats.length > 0, then: showSplats },
  { when: ({ damaged, configs }) => damaged.length + configs.length > 0, then: importParts },
  { when: () => true, then: (all) => refuse('no-photo', all) },
];

/** Names of the splat files that are read. */
const IS_READ = /\.(ply|splat|ksplat|spz|sog|glb)$/i;

/** Decides what the page does with files that were dropped, pasted or chosen. */
export function decide(mixture: Mixture): Decision {
  const of = (kind: FileKind) => mixture.files.filter((file) => file.kind === kind);
  const found = samplesIn(mixture.files);
  const groups: Groups = {
    ...{ ...mixture, ...found, entries: entriesOf(found) },
    photos: of('photo'),
    weights: of('weights'),
    damaged: of('named-weights'),
    configs: of('config'),
    records: of('run'),
    splats: of('splat').filter(({ path }) => IS_READ.test(path)),
  };
  return TABLE.find(({ when }) => when(groups))!.then(groups);
}
