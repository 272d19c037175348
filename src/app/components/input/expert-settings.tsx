import { CENTRINGS } from '../../../core/image/centrings.ts';
import { useActions, useAppState, useText } from '../../context.ts';
import { packOf } from '../../select.ts';
import { PosedSettings } from '../posed/posed-settings.tsx';
import { SelectField } from '../shared/select-field.tsx';

interface CheckProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

const Check = ({ label, checked, onChange }: CheckProps) => (
  <label className="settings-check">
    <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
    <span>{label}</span>
  </label>
);

/** The settings of those who know the method. */
export function ExpertSettings() {
  const { settings: text } = useText();
  const { changeSettings } = useActions();
  const settings = useAppState((state) => state.settings);
  const pack = useAppState(packOf);
  return (
    <>
      <SelectField
        label={text.centring}
        hint={text.centringHint}
        value={settings.centring ?? 'pixel_based'}
        options={CENTRINGS.map((each) => [each, text.centrings[each]] as const)}
        onChange={(centring) =>
          changeSettings({ centring: centring === 'pixel_based' ? undefined : centring })
        }
      />
      <SelectField
        label={text.eta}
        value={settings.eta ?? 'pack'}
        options={[
          ['pack', text.etaPack],
          [0, '0'],
          [1, '1'],
        ]}
        onChange={(eta) => changeSettings({ eta: eta === 'pack' ? undefined : eta })}
      />
      <SelectField
        label={text.filters}
        value={settings.filters}
        options={[
          ['pack', text.filtersPack],
          ['none', text.filtersNone],
          ['facelift', text.filtersFacelift],
        ]}
        onChange={(filters) => changeSettings({ filters })}
      />
      <Check
        label={text.splitGuidance}
        checked={settings.splitGuidance ?? false}
        onChange={(on) => changeSettings({ splitGuidance: on || undefined })}
      />
      {pack?.canPrune && (
        <Check
          label={text.pruneBackground}
          checked={settings.pruneBackground ?? false}
          onChange={(on) => changeSettings({ pruneBackground: on || undefined })}
        />
      )}
      <PosedSettings />
    </>
  );
}
