import { useShallow } from 'zustand/react/shallow';
import { useAppState, useText } from '../../context.ts';
import { fill, type Messages } from '../../i18n/index.ts';
import { waitingSettings, type Waiting } from '../../settings/waiting.ts';

const namesOf = ({ settings, posed, access }: Messages): Record<Waiting, string> => ({
  pack: settings.pack,
  seed: settings.seed,
  steps: settings.steps,
  guidance: settings.guidance,
  eta: settings.eta,
  centring: settings.centring,
  viewCount: access.settings.viewCount,
  viewSize: access.settings.viewSize,
  pruneBackground: access.settings.pruneBackground,
  turntableSize: settings.turntable,
  turntableElevationDeg: settings.turntable,
  turntableFrames: settings.turntable,
  turntableFps: settings.turntable,
  turntableRadius: settings.turntable,
  turntableBackground: settings.turntable,
  placement: posed.settings.placement,
  frame: posed.settings.frame,
  ply: settings.ply,
  filters: settings.filters,
});

/** Names the settings that were changed since the result on the page was made. */
export function WaitingLine() {
  const text = useText();
  const waiting = useAppState(useShallow(waitingSettings));
  const all = namesOf(text);
  const names = [...new Set(waiting.map((name) => all[name]))].join(', ');
  return (
    <p className="settings-waits" aria-live="polite">
      {names && fill(text.access.settings.waits, { names, button: text.runAgain })}
    </p>
  );
}
