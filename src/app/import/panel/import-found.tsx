import type { Found, FoundPart, ImportNote } from '../../../worker/import-protocol.ts';
import { useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
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
];

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
        <details className="import-notes" open={notes.some(({ code }) => IMPORTANT.includes(code))}>
          <summary>
            {text.notes} ({notes.length})
          </summary>
          <ul>
            {notes.slice(0, MAX_NOTES).map(({ code, path }, index) => (
              <li key={index}>{fill(text.noteTexts[code], { path })}</li>
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
