import { useText } from '../../context.ts';
import { useDrops } from '../../drop/context.ts';
import { chosenIn } from '../../drop/listed.ts';

/** The file input for photos. Several photos go into the queue. The input is invisible and lies over a button (theme.css). */
export function PhotoInput({ className }: { className: string }) {
  const text = useText().drop;
  const { take } = useDrops();
  return (
    <span className={`photo-input ${className}`}>
      <span aria-hidden="true">{text.choose}</span>
      <input
        type="file"
        accept="image/*"
        multiple
        aria-label={text.input}
        title={text.choose}
        onChange={({ target }) => {
          const chosen = chosenIn(target);
          if (chosen.files.length > 0) void take(chosen);
          // Without this, the same file could not be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}
