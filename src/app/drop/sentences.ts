import { fill, type Messages } from '../i18n/index.ts';
import { MAX_FILES } from './listed.ts';
import type { DropNotice, NamedKind } from './decide.ts';
import { shortName } from './short-name.ts';

type Texts = Messages['dropped'];
type RecordTexts = Messages['history']['record'];

/** A notice in one language: what happened, and what the person can do. */
interface DropText {
  message: string;
  hints: string[];
}

/** Largest number of files that a sentence names. */
const MAX_NAMED = 3;

/** A few files with their kinds, and the number of the others. */
function listOf(files: readonly NamedKind[], text: Texts): string {
  const list = files
    .slice(0, MAX_NAMED)
    .map(({ name, kind }) =>
      fill(text.item, { file: shortName(name, 32), label: text.labels[kind] }),
    )
    .join(', ');
  const count = files.length - MAX_NAMED;
  return count > 0 ? fill(text.more, { list, count }) : list;
}

const hasOwnSentence = (kind: string, { kinds }: Texts): kind is keyof Texts['kinds'] =>
  Object.hasOwn(kinds, kind);

/** What files without a photo are. The hint is the one of their kind, if they are all of one kind. */
function withoutPhoto(about: readonly NamedKind[], text: Texts): DropText {
  const [{ name, kind }] = about;
  const same = about.every((file) => file.kind === kind) && hasOwnSentence(kind, text);
  const { message, hint } = same ? text.kinds[kind] : text.none;
  if (about.length === 1)
    return { message: fill(message, { file: shortName(name) }), hints: [hint] };
  return {
    message: fill(text.none.message, { count: about.length }),
    hints: [`${listOf(about, text)}.`, hint],
  };
}

/** What is said of a run.json: what differs here, and what the person has to drop now. */
function recordText(notice: DropNotice, text: RecordTexts, rest: readonly string[]): DropText {
  const file = shortName(notice.about[0].name);
  const { record } = notice;
  if (!record) {
    const { message, hint } = text.damaged;
    return { message: fill(message, { file }), hints: [hint, ...rest] };
  }
  const { differences, runs, photo } = record;
  const next = photo === null ? text.waitsForSample : fill(text.waits, { photo: shortName(photo) });
  return {
    message: fill(runs ? text.started : text.restored, { file }),
    hints: [
      ...differences.map(({ key, values }) => fill(text[key], values)),
      ...(runs ? [] : [next]),
      ...rest,
    ],
  };
}

/** Words a notice in one language. Text from files stays plain text. */
export function dropText(
  notice: DropNotice,
  { dropped: text, history }: Pick<Messages, 'dropped' | 'history'>,
): DropText {
  const { code, about, leftOut, pictures } = notice;
  const rest = leftOut.length > 0 ? [fill(text.leftOut, { files: listOf(leftOut, text) })] : [];
  if (code === 'no-photo') return withoutPhoto(about, text);
  if (code === 'parts' || code === 'splats' || code === 'several')
    return { message: text[code], hints: rest };
  if (code === 'one')
    return { message: fill(text.one, { file: shortName(about[0].name) }), hints: rest };
  if (code === 'sample') {
    const values = { name: shortName(about[0].name), count: pictures ?? 0 };
    return { message: fill(text.sample, values), hints: rest };
  }
  if (code === 'record' || code === 'record-damaged')
    return recordText(notice, history.record, rest);
  const limit = MAX_FILES.toLocaleString('en');
  return { message: fill(text[code].message, { limit }), hints: [text[code].hint] };
}
