import { textIn } from '../../../core/languages.ts';
import { AskFirst } from '../../components/shared/ask-first.tsx';
import { isBusy } from '../../run-machine.ts';
import { useAppState, useLang, useText } from '../../context.ts';
import { fill, type Messages } from '../../i18n/index.ts';
import { useImport, useImportActions } from '../context.ts';
import { sizeText } from '../../../core/size-text.ts';
import type { PackCheck } from '../state.ts';
import type { StoredPack } from '../../../worker/import-protocol.ts';
import './import-shared.css';
import './stored-packs.css';

const checkText = (text: Messages['packCheck'], { fraction, damaged }: PackCheck): string => {
  if (!damaged) return fill(text.running, { percent: Math.round(100 * fraction) });
  return damaged.length === 0 ? text.whole : fill(text.damaged, { files: damaged.join(', ') });
};

/** One pack with buttons to check and to remove it. After a click on this button: the question whether to remove the pack. */
function StoredPackItem({ pack: { id, title, bytes } }: { pack: StoredPack }) {
  const { lang } = useLang();
  const text = useText().import;
  const actions = useImportActions();
  const asked = useImport((state) => state.removing === id);
  const check = useImport((state) => state.checks[id]);
  const { packCheck } = useText();
  const busy = useAppState(({ run }) => isBusy(run));
  const name = title ? textIn(lang, title) : id;
  if (asked)
    return (
      <li>
        <AskFirst
          question={fill(text.removeAsk, { name, size: sizeText(bytes) })}
          yes={text.removeYes}
          no={text.removeNo}
          onYes={() => void actions.remove(id)}
          onNo={() => actions.askRemoval(null)}
        />
      </li>
    );
  return (
    <li>
      <span className="import-path">{name}</span>
      <span className="import-bytes">{sizeText(bytes)}</span>
      {title && (
        <button
          type="button"
          className="button button-quiet"
          aria-label={fill(packCheck.button, { name })}
          disabled={busy || (check && !check.damaged)}
          onClick={() => void actions.check(id)}
        >
          {packCheck.short}
        </button>
      )}
      <button
        type="button"
        className="button button-quiet"
        aria-label={fill(text.remove, { name })}
        // A run may be reading the weights.
        disabled={busy}
        onClick={() => actions.askRemoval(id)}
      >
        {text.removeShort}
      </button>
      {check && (
        <p className="stored-check" role="status">
          {checkText(packCheck, check)}
        </p>
      )}
    </li>
  );
}

/** The packs in the browser's storage: complete packs, or (`unfinished`) imports that were interrupted. */
export function StoredPacks({ unfinished = false }: { unfinished?: boolean }) {
  const text = useText().import;
  const stored = useImport((state) => state.stored);
  const shown = stored.filter(({ title }) => (title === null) === unfinished);
  if (shown.length === 0) return null;
  const label = unfinished ? text.unfinished : text.stored;
  return (
    <section className="stored" aria-label={label}>
      <h3>{label}</h3>
      <ul>
        {shown.map((pack) => (
          <StoredPackItem key={pack.id} pack={pack} />
        ))}
      </ul>
      {unfinished && <small>{text.unfinishedHint}</small>}
    </section>
  );
}
