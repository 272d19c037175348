import { useText } from '../../context.ts';
import { useHistoryState } from '../../history/context.ts';
import { hasHistory } from '../../history/select.ts';
import type { Sample } from '../../samples.ts';
import { Downloads } from '../result/downloads.tsx';
import { ChooseButtons } from '../input/choose-buttons.tsx';
import { HistoryPanel } from '../history/history-panel.tsx';
import { Samples } from '../input/samples.tsx';
import { LossesPart } from '../result/losses-part.tsx';
import { Turntable } from '../result/turntable.tsx';
import './rail.css';

/** The column beside the main area. It contains the turntable, the downloads, what each stage loses, the input for the next photo, and the kept runs. */
export function Rail({ samples }: { samples: readonly Sample[] }) {
  const text = useText().drop;
  const kept = useHistoryState(hasHistory);
  return (
    <aside className="rail">
      <Turntable />
      <Downloads />
      <LossesPart />
      <div className="panel next-photo">
        <h2>{text.headlineAgain}</h2>
        <ChooseButtons />
        <Samples samples={samples} />
      </div>
      {kept && <HistoryPanel />}
    </aside>
  );
}
