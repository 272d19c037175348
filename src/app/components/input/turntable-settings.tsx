import { TURN_LIMITS } from '../../../core/camera/turntable.ts';
import { BACKGROUND_NAMES } from '../../../core/rasterize/background.ts';
import { useActions, useAppState, useText } from '../../context.ts';
import { packOf, settingsOfTurn, turnOf } from '../../select.ts';
import { FILM_SETTINGS } from '../../settings/panel.ts';
import { NumberField } from '../shared/number-field.tsx';
import { SelectField } from '../shared/select-field.tsx';

/** Width and height of the video in pixels. */
const SIZES = [512, 1024, 2048] as const;

/** The colour with which the choice of another one begins. */
const FIRST_COLOUR = '#c8d8e8';

/** The settings of the turntable video, folded up at first. */
export function TurntableSettings() {
  const { settings: text } = useText();
  const { changeSettings } = useActions();
  const settings = useAppState((state) => state.settings);
  const own = useAppState(packOf)?.turntable;
  const turn = turnOf(settings);
  const background = settings.turntableBackground ?? 'white';
  const name = BACKGROUND_NAMES.find((each) => each === background) ?? 'own';
  const turns = [
    ['pack', text.turnPack],
    ['facelift', text.turnFacelift],
    ['lab', text.turnLab],
  ] as const;

  return (
    <details className="settings-more" id={FILM_SETTINGS}>
      <summary>{text.turntable}</summary>
      <SelectField
        label={text.turn}
        value={turn}
        options={turn === 'own' ? [...turns, ['own', text.turnOwn]] : turns}
        onChange={(chosen) => chosen !== 'own' && changeSettings(settingsOfTurn(chosen))}
      />
      <div className="settings-pair">
        <NumberField
          label={text.frames}
          value={settings.turntableFrames ?? own?.frames}
          {...TURN_LIMITS.frames}
          step={1}
          onChange={(turntableFrames) => changeSettings({ turntableFrames })}
        />
        <NumberField
          label={text.fps}
          value={settings.turntableFps ?? own?.fps}
          {...TURN_LIMITS.fps}
          step={1}
          onChange={(turntableFps) => changeSettings({ turntableFps })}
        />
        <NumberField
          label={text.elevation}
          value={settings.turntableElevationDeg ?? own?.elevationDeg}
          {...TURN_LIMITS.elevationDeg}
          step={1}
          onChange={(turntableElevationDeg) => changeSettings({ turntableElevationDeg })}
        />
        <NumberField
          label={text.radius}
          value={settings.turntableRadius ?? own?.radius}
          {...TURN_LIMITS.radius}
          step={0.1}
          onChange={(turntableRadius) => changeSettings({ turntableRadius })}
        />
        <SelectField
          label={text.videoSize}
          value={settings.turntableSize ?? 512}
          options={SIZES.map((size) => [size, `${size} × ${size}`] as const)}
          onChange={(size) => changeSettings({ turntableSize: size === 512 ? undefined : size })}
        />
        <SelectField
          label={text.background}
          value={name}
          options={[...BACKGROUND_NAMES, 'own' as const].map(
            (each) => [each, text.backgrounds[each]] as const,
          )}
          onChange={(each) =>
            changeSettings({
              turntableBackground:
                each === 'own' ? FIRST_COLOUR : each === 'white' ? undefined : each,
            })
          }
        />
      </div>
      {name === 'own' && (
        <label className="field">
          <span>{text.backgroundColour}</span>
          <input
            type="color"
            value={background}
            onChange={({ target }) => changeSettings({ turntableBackground: target.value })}
          />
        </label>
      )}
    </details>
  );
}
