import { textIn } from '../../../core/languages.ts';
import { sizeText } from '../../../core/size-text.ts';
import { useActions, useAppState, useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useImportActions } from '../../import/context.ts';
import { StoredPacks } from '../../import/panel/stored-packs.tsx';
import { isDemo, packOf } from '../../select.ts';
import { closeSettings } from '../../settings/panel.ts';
import { GUIDANCE_MAX, SEED_MAX, STEPS_MAX } from '../../url.ts';
import { MemoryNote } from '../shared/memory-note.tsx';
import { NumberField } from '../shared/number-field.tsx';
import { StepButtons } from './step-buttons.tsx';

/** What everyone needs: the model, what it needs, and its three numbers. */
export function ModelSettings() {
  const { lang } = useLang();
  const { settings: text, import: importText, memory } = useText();
  const importer = useImportActions();
  const actions = useActions();
  const settings = useAppState((state) => state.settings);
  const packs = useAppState((state) => state.packs);
  const packId = useAppState((state) => state.packId);
  const pack = useAppState(packOf);
  const demo = useAppState(isDemo);
  return (
    <>
      <label className="field">
        <span>{text.pack}</span>
        <select value={packId} onChange={(event) => actions.choosePack(event.target.value)}>
          {!pack && <option value={packId}>{packId}</option>}
          {packs.map(({ id, title }) => (
            <option key={id} value={id}>
              {textIn(lang, title)}
            </option>
          ))}
        </select>
      </label>
      {demo && <p className="settings-note">{text.demoNote}</p>}
      {pack && (
        <p className="settings-note">
          {fill(text.licence, { licence: pack.licence })} ·{' '}
          {fill(memory.weights, { size: sizeText(pack.bytes) })}
        </p>
      )}
      <MemoryNote className="settings-note" />
      <button
        type="button"
        className="button"
        onClick={() => {
          // The focus goes back to the button of the settings, and there again when the dialog is closed.
          closeSettings();
          importer.open();
        }}
      >
        {importText.open}
      </button>
      <StoredPacks />
      <StoredPacks unfinished />
      <NumberField
        label={text.seed}
        hint={text.seedHint}
        value={settings.seed}
        min={0}
        max={SEED_MAX}
        step={1}
        onChange={(seed) => actions.changeSettings({ seed })}
      />
      <div className="settings-pair">
        <NumberField
          label={text.steps}
          hint={text.stepsHint}
          value={settings.steps}
          min={1}
          max={STEPS_MAX}
          step={1}
          onChange={(steps) => actions.changeSettings({ steps })}
        />
        <NumberField
          label={text.guidance}
          hint={text.guidanceHint}
          value={settings.guidance}
          min={1}
          max={GUIDANCE_MAX}
          step={0.1}
          onChange={(guidance) => actions.changeSettings({ guidance })}
        />
      </div>
      {pack && (
        <StepButtons
          own={pack.defaults.steps}
          steps={settings.steps}
          onChange={(steps) => actions.changeSettings({ steps })}
        />
      )}
    </>
  );
}
