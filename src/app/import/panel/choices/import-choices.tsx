import type { Found } from '../../../../worker/import-protocol.ts';
import { useAppState, useText } from '../../../context.ts';
import { fill } from '../../../i18n/index.ts';
import { useImport, useImportActions } from '../../context.ts';
import { ImportMismatch } from './import-mismatch.tsx';
import { ModelQuestion } from './model-question.tsx';
import { RigQuestion } from './rig-question.tsx';
import { idOf, offeredTypes, suggestedName } from '../../select.ts';
import './import-choices.css';

const camerasIn = ({ parts }: Found): string | undefined =>
  parts.find(({ kind }) => kind === 'cameras')?.path;

/** The fields for the user's choices: the model in a file with several, the cameras of each part, the name of the pack, and the precision. */
export function ImportChoiceFields({ found }: { found: Found }) {
  const text = useText().import;
  const actions = useImportActions();
  const state = useImport((whole) => whole);
  const packs = useAppState(({ packs }) => packs);
  const half = useAppState(({ choice }) => choice?.half ?? false);
  const types = offeredTypes(found, half);
  const id = idOf(
    state,
    packs.map((pack) => pack.id),
  );
  return (
    <>
      {found.choices.map((choice) => (
        <ModelQuestion key={`${choice.path} ${choice.models.length}`} {...choice} />
      ))}
      {found.unstated.map(({ part, path }) => (
        <RigQuestion key={part} part={part} path={path} ownCameras={found.ownCameras} />
      ))}
      {state.plan?.mismatch && (
        <ImportMismatch mismatch={state.plan.mismatch} cameras={camerasIn(found)} />
      )}
      <div className="import-fields">
        <div className="field">
          <label htmlFor="import-name">{text.name}</label>
          <input
            id="import-name"
            type="text"
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="import-id"
            placeholder={suggestedName(state)}
            value={state.name}
            onChange={({ target }) => actions.rename(target.value)}
          />
          <small id="import-id">{fill(text.nameHint, { id })}</small>
        </div>
        <label className="field">
          <span>{text.precision}</span>
          <select
            value={state.type}
            onChange={({ target }) =>
              actions.chooseType(types.find((type) => type === target.value) ?? 'int8x2')
            }
          >
            {types.map((type) => (
              <option key={type} value={type}>
                {text.precisions[type]}
              </option>
            ))}
          </select>
          {!types.includes('F16') && <small>{text.withoutF16}</small>}
        </label>
      </div>
    </>
  );
}
