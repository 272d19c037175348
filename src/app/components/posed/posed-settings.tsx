import { PLACEMENTS } from '../../../core/camera/place-rig.ts';
import { useActions, useAppState, useText } from '../../context.ts';
import { SelectField } from '../shared/select-field.tsx';

/** The settings of runs from posed views. */
export function PosedSettings() {
  const { settings: text, placements } = useText().posed;
  const { changeSettings } = useActions();
  const placement = useAppState(({ settings }) => settings.placement ?? 'auto');
  const frame = useAppState(({ settings }) => settings.frame ?? 'model');
  return (
    <fieldset className="settings-group">
      <legend>{text.label}</legend>
      <SelectField
        label={text.placement}
        value={placement}
        options={(['auto', ...PLACEMENTS] as const).map(
          (name) => [name, placements[name]] as const,
        )}
        onChange={(chosen) => changeSettings({ placement: chosen === 'auto' ? undefined : chosen })}
      />
      <SelectField
        label={text.frame}
        value={frame}
        options={[
          ['model', text.frames.model],
          ['lab', text.frames.lab],
        ]}
        onChange={(chosen) => changeSettings({ frame: chosen === 'model' ? undefined : chosen })}
      />
      {placement === 'per-camera' && frame === 'lab' && (
        <p className="settings-note">{text.perCamera}</p>
      )}
    </fieldset>
  );
}
