import { useText } from '../../../context.ts';
import { fill } from '../../../i18n/index.ts';
import { useImportActions } from '../../context.ts';
import type { Found } from '../../../../worker/import-protocol.ts';
import './question.css';

/** Asks which of several models in one file is to be imported. One of them is chosen already. */
export function ModelQuestion({ path, chosen, models }: Found['choices'][number]) {
  const text = useText().import;
  const { chooseModel } = useImportActions();
  return (
    <fieldset className="import-question">
      <legend>{fill(text.modelQuestion, { path })}</legend>
      {models.map(({ key, averaged }) => (
        <label key={key}>
          <input
            type="radio"
            name={`model-${path}`}
            checked={key === chosen}
            onChange={() => void chooseModel(path, key)}
          />
          {averaged ? fill(text.averaged, { key }) : key}
        </label>
      ))}
    </fieldset>
  );
}
