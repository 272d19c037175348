import { useActions, useText } from '../../context.ts';

/** The file input for a photo. The input is invisible and lies over a button (theme.css). */
export function PhotoInput({ className }: { className: string }) {
  const text = useText().drop;
  const { start } = useActions();
  return (
    <span className={`photo-input ${className}`}>
      <span aria-hidden="true">{text.choose}</span>
      <input
        type="file"
        accept="image/*"
        aria-label={text.input}
        title={text.choose}
        onChange={({ target }) => {
          const photo = target.files?.[0];
          if (photo) void start(photo, photo.name);
          // Without this, the same file could not be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}
