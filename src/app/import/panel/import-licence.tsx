import type { Found } from '../../../worker/import-protocol.ts';
import { useText } from '../../context.ts';
import { useImport, useImportActions } from '../context.ts';
import './import-shared.css';
import './import-licence.css';

/** The full licence terms. Nothing is imported before the user accepts them. */
export function ImportLicence({ licence }: { licence: Found['licence'] }) {
  const text = useText().import;
  const { accept } = useImportActions();
  const accepted = useImport((state) => state.accepted);
  return (
    <section aria-labelledby="import-licence">
      <h3 id="import-licence">{text.licence}</h3>
      {/* The text scrolls, so a keyboard must be able to reach it. */}
      <pre className="import-terms" tabIndex={0} aria-labelledby="import-licence">
        {licence.text}
      </pre>
      <label className="import-check">
        <input
          type="checkbox"
          required
          checked={accepted}
          onChange={({ target }) => accept(target.checked)}
        />
        {text.accept}
      </label>
    </section>
  );
}
