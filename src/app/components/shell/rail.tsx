import { useText } from '../../context.ts';
import type { Sample } from '../../samples.ts';
import { Downloads } from '../result/downloads.tsx';
import { ChooseButtons } from '../input/choose-buttons.tsx';
import { Samples } from '../input/samples.tsx';
import { LossesPart } from '../result/losses-part.tsx';
import { Turntable } from '../result/turntable.tsx';
import './rail.css';

/** The column beside the main area. It contains the turntable, the downloads, what each stage loses, and the input for the next photo. */
export function Rail({ samples }: { samples: readonly Sample[] }) {
  const text = useText().drop;
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
    </aside>
  );
}
