import { CENTRINGS } from '../../../core/image/centrings.ts';
import { textIn } from '../../../core/languages.ts';
import { useActions, useAppState, useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useImportActions } from '../../import/context.ts';
import { StoredPacks } from '../../import/panel/stored-packs.tsx';
import { isDemo, packOf } from '../../select.ts';
import { sizeText } from '../../../core/size-text.ts';
import { GUIDANCE_MAX, SEED_MAX, STEPS_MAX } from '../../url.ts';
import { GearIcon } from '../shared/icons.tsx';
import { MemoryNote } from '../shared/memory-note.tsx';
import { NumberField } from '../shared/number-field.tsx';
import { SelectField } from '../shared/select-field.tsx';
import { PosedSettings } from '../posed/posed-settings.tsx';
import { StepButtons } from './step-buttons.tsx';
import { TurntableSettings } from './turntable-settings.tsx';
import './settings.css';

/** All settings of a run in one popover, and the button that opens the import panel. */
export function Settings() {
  const { lang } = useLang();
  const { settings: text, import: importText, memory, history } = useText();
  const importer = useImportActions();
  const actions = useActions();
  const settings = useAppState((state) => state.settings);
  const packs = useAppState((state) => state.packs);
  const packId = useAppState((state) => state.packId);
  const pack = useAppState(packOf);
  const demo = useAppState(isDemo);

  return (
    <section className="settings" aria-label={text.label}>
      <details
        name="header"
        onToggle={({ currentTarget }) => currentTarget.open && void importer.refresh()}
      >
        <summary className="button button-quiet">
          <GearIcon />
          <span className="settings-word">{text.label}</span>
        </summary>
        <div className="popover settings-panel">
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
          {pack && <p className="settings-note">{fill(text.licence, { licence: pack.licence })}</p>}
          {pack && (
            <p className="settings-note">{fill(memory.weights, { size: sizeText(pack.bytes) })}</p>
          )}
          <MemoryNote className="settings-note" />
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
          <SelectField
            label={text.eta}
            value={settings.eta ?? 'pack'}
            options={[
              ['pack', text.etaPack],
              [0, '0'],
              [1, '1'],
            ]}
            onChange={(eta) => actions.changeSettings({ eta: eta === 'pack' ? undefined : eta })}
          />
          <SelectField
            label={text.centring}
            hint={text.centringHint}
            value={settings.centring ?? 'pixel_based'}
            options={CENTRINGS.map((each) => [each, text.centrings[each]] as const)}
            onChange={(centring) =>
              actions.changeSettings({
                centring: centring === 'pixel_based' ? undefined : centring,
              })
            }
          />
          <SelectField
            label={text.filters}
            value={settings.filters}
            options={[
              ['pack', text.filtersPack],
              ['none', text.filtersNone],
              ['facelift', text.filtersFacelift],
            ]}
            onChange={(filters) => actions.changeSettings({ filters })}
          />
          <SelectField
            label={text.ply}
            value={settings.ply}
            options={[
              ['standard', text.plyStandard],
              ['facelift', text.plyFacelift],
            ]}
            onChange={(ply) => actions.changeSettings({ ply })}
          />
          <PosedSettings />
          <label className="settings-check">
            <input
              type="checkbox"
              checked={settings.splitGuidance ?? false}
              onChange={({ target }) =>
                actions.changeSettings({ splitGuidance: target.checked || undefined })
              }
            />
            <span>{text.splitGuidance}</span>
          </label>
          {pack?.canPrune && (
            <label className="settings-check">
              <input
                type="checkbox"
                checked={settings.pruneBackground ?? false}
                onChange={({ target }) =>
                  actions.changeSettings({ pruneBackground: target.checked || undefined })
                }
              />
              <span>{text.pruneBackground}</span>
            </label>
          )}
          <TurntableSettings />
          <button type="button" className="button button-quiet" onClick={actions.resetSettings}>
            {history.resetSettings}
          </button>
          <div className="settings-packs">
            <button type="button" className="button" onClick={importer.open}>
              {importText.open}
            </button>
            <StoredPacks />
            <StoredPacks unfinished />
          </div>
        </div>
      </details>
    </section>
  );
}
