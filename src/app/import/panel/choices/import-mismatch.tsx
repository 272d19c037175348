import type { Mismatch } from '../../../../worker/import-protocol.ts';
import { AlertIcon } from '../../../components/shared/icons.tsx';
import { useText } from '../../../context.ts';
import { fill } from '../../../i18n/index.ts';
import { useImport, useImportActions } from '../../context.ts';
import '../import-shared.css';
import './import-mismatch.css';

interface Props {
  mismatch: Mismatch;
  /** Path of the camera file, if there is one. A user recognises this path more easily than the rig's id. */
  cameras: string | undefined;
}

/** Explains that the parts were trained with different rigs, and lets the user import them anyway. */
export function ImportMismatch({ mismatch: { expected, parts }, cameras }: Props) {
  const text = useText().import;
  const { allowMixedRigs } = useImportActions();
  const allowed = useImport((state) => state.allowMixedRigs);
  return (
    <section className="import-guard" aria-labelledby="import-guard">
      <h3 id="import-guard">
        <AlertIcon />
        {text.mismatch}
      </h3>
      <p id="import-guard-why">{fill(text.mismatchWhy, { expected: cameras || expected })}</p>
      <ul>
        {parts.map(({ part, rig }) => (
          <li key={part}>{fill(text.mismatchPart, { part: text.rigParts[part], rig })}</li>
        ))}
      </ul>
      <label className="import-check">
        <input
          type="checkbox"
          aria-describedby="import-guard-why"
          checked={allowed}
          onChange={({ target }) => allowMixedRigs(target.checked)}
        />
        {text.allowMixed}
      </label>
    </section>
  );
}
