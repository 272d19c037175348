import type { RigOwner, RigPart } from '../../../../worker/import-protocol.ts';
import { useText } from '../../../context.ts';
import { fill } from '../../../i18n/index.ts';
import { useImport, useImportActions } from '../../context.ts';
import './question.css';

const OWNERS: readonly RigOwner[] = ['facelift', 'cameras'];

interface Props {
  part: RigPart;
  path: string;
  /** Whether the added files include a camera file of a rig that is not FaceLift's. */
  ownCameras: boolean;
}

/** Asks whose cameras a part was trained with. */
export function RigQuestion({ part, path, ownCameras }: Props) {
  const text = useText().import;
  const { answerRig } = useImportActions();
  const answer = useImport((state) => state.rigs[part]);
  return (
    <fieldset className="import-question">
      <legend>{fill(text.rigQuestion, { part: text.rigParts[part], path })}</legend>
      {OWNERS.map((owner) => (
        <label key={owner}>
          <input
            type="radio"
            name={`rig-${part}`}
            checked={answer === owner}
            disabled={owner === 'cameras' && !ownCameras}
            onChange={() => answerRig(part, owner)}
          />
          {text.rigOwners[owner]}
        </label>
      ))}
      {!ownCameras && <small>{text.rigNeedsFile}</small>}
    </fieldset>
  );
}
