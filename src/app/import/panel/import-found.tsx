import type { Found, FoundPart, ImportNote } from '../../../worker/import-protocol.ts';
import { useLang, useText } from '../../context.ts';
import { errorText, fill } from '../../i18n/index.ts';
import { sizeText } from '../../../core/size-text.ts';
import './import-shared.css';
import './import-found.css';

/** Largest number of notes that are shown. A dropped folder may contain many files that are not needed. */
const MAX_NOTES = 12;

/** Notes that a user must not miss. If one of these is in the list, the list is open at first. */
const IMPORTANT: readonly ImportNote['code'][] = [
  'views-only',
  'tensors-unused',
  'plain-attention',
  'average-unusable',
];

/** Many folders have the same weights in formats of other programs, too: that is nothing to look at. */
const isImportant = ({ code, error }: ImportNote): boolean =>
  IMPORTANT.includes(code) || (error !== undefined && error.fault !== 'other-format');

/** Title and description of a part, in the page's language. */
function usePartText({ role, words }: FoundPart): { title: string; facts: string } {
  const { parts, facts } = useText().import;
  const { lang } = useLang();
  if (words) return { title: words.title[lang], facts: words.facts[lang] };
  const other = role === 'remover' ? role : 'cameras';
  return { title: parts[other], facts: facts[other] };
}

/** One part of a model, with title, size, path and description. */
function PartItem({ part }: { part: FoundPart }) {
  const text = useText().import;
  const { title, facts } = usePartText(part);
  return (
    <li data-part={part.kind}>
      <strong>{title}</strong>
      {part.bytes > 0 && <span className="import-bytes">{sizeText(part.bytes)}</span>}
      {part.path === '' ? (
        <small>{text.camerasAssumed}</small>
      ) : (
        <span className="import-path">{part.path}</span>
      )}
      <small>{fill(facts, part.facts)}</small>
    </li>
  );
}

/** One note: a sentence about a file. For a file that is refused, it also says what the user can do. */
function NoteItem({ note }: { note: ImportNote }) {
  const text = useText();
  if (note.code !== 'refused')
    return <li>{fill(text.import.noteTexts[note.code], { path: note.path, ...note.values })}</li>;
  const { message, hint } = errorText(note.error, text);
  return (
    <li data-fault={note.error.fault}>
      {message} {hint}
    </li>
  );
}

/** The recognised parts of a model, the missing parts, and the notes. */
export function ImportFound({ found: { parts, missing, notes } }: { found: Found }) {
  const text = useText().import;
  return (
    <>
      <section aria-labelledby="import-found">
        <h3 id="import-found">{text.found}</h3>
        {parts.length === 0 ? (
          <p>{text.nothing}</p>
        ) : (
          <ul className="import-parts">
            {parts.map((part) => (
              <PartItem key={part.kind} part={part} />
            ))}
          </ul>
        )}
      </section>
      {missing.length > 0 && (
        <section className="import-missing" aria-labelledby="import-missing">
          <h3 id="import-missing">{text.missing}</h3>
          <ul>
            {missing.map((part) => (
              <li key={part} data-missing={part}>
                {text.missingParts[part]}
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.length > 0 && (
        <details className="import-notes" open={notes.some(isImportant)}>
          <summary>
            {text.notes} ({notes.length})
          </summary>
          <ul>
            {notes.slice(0, MAX_NOTES).map((note, index) => (
              <NoteItem key={index} note={note} />
            ))}
            {notes.length > MAX_NOTES && (
              <li>{fill(text.moreNotes, { count: notes.length - MAX_NOTES })}</li>
            )}
          </ul>
        </details>
      )}
    </>
  );
}
