import type { ReactNode } from 'react';
import { useActions, useAppState, useText } from '../../context.ts';
import { useImportActions } from '../../import/context.ts';
import { closeSettings, SETTINGS_PANEL } from '../../settings/panel.ts';
import { CloseIcon, GearIcon } from '../shared/icons.tsx';
import { Popover } from '../overlay/popover.tsx';
import { SelectField } from '../shared/select-field.tsx';
import { ExpertSettings } from './expert-settings.tsx';
import { ModelSettings } from './model-settings.tsx';
import { TurntableSettings } from './turntable-settings.tsx';
import { WaitingLine } from './waiting-line.tsx';
import './settings.css';

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset className="settings-group">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

/** The button of the settings and its panel. The settings are in three groups. */
export function Settings() {
  const { settings: text, access, history } = useText();
  const words = access.settings;
  const importer = useImportActions();
  const actions = useActions();
  const ply = useAppState((state) => state.settings.ply);
  return (
    <section className="settings" aria-label={text.label}>
      <Popover
        buttonClass="button button-quiet"
        button={
          <>
            <GearIcon />
            <span className="settings-word">{text.label}</span>
          </>
        }
        buttonLabel={text.label}
        label={words.title}
        panelId={SETTINGS_PANEL}
        panelClass="settings-panel"
        onOpen={() => void importer.refresh()}
      >
        <header className="settings-head">
          <h2>{words.title}</h2>
          <button
            type="button"
            className="button button-icon button-quiet"
            aria-label={words.close}
            title={words.close}
            onClick={closeSettings}
          >
            <CloseIcon />
          </button>
        </header>
        <WaitingLine />
        <Group title={words.groups.everyone}>
          <ModelSettings />
        </Group>
        <Group title={words.groups.files}>
          <SelectField
            label={text.ply}
            value={ply}
            options={[
              ['standard', text.plyStandard],
              ['facelift', text.plyFacelift],
            ]}
            onChange={(chosen) => actions.changeSettings({ ply: chosen })}
          />
          <TurntableSettings />
        </Group>
        <details className="settings-more">
          <summary>{words.groups.experts}</summary>
          <ExpertSettings />
        </details>
        <button
          type="button"
          className="button button-quiet settings-reset"
          onClick={actions.resetSettings}
        >
          {history.resetSettings}
        </button>
      </Popover>
    </section>
  );
}
