import { useText } from '../context.ts';
import type { Sample } from '../samples.ts';
import { Downloads } from './downloads.tsx';
import { PhotoInput } from './photo-input.tsx';
import { Samples } from './samples.tsx';
import { Turntable } from './turntable.tsx';
import './rail.css';

/** Beside the stage: the film, the files and the next photo. */
export function Rail({ samples }: { samples: readonly Sample[] }) {
  const text = useText().drop;
  return (
    <aside className="rail">
      <Turntable />
      <Downloads />
      <div className="panel next-photo">
        <h2>{text.headlineAgain}</h2>
        <PhotoInput className="button" />
        <Samples samples={samples} />
      </div>
    </aside>
  );
}
