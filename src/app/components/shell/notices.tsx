import { useAppState, useText } from '../../context.ts';

/** Things worth knowing about this result. */
export function Notices() {
  const text = useText().notices;
  const notices = useAppState((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <ul className="notices">
      {notices.map((notice) => (
        <li key={notice}>{text[notice]}</li>
      ))}
    </ul>
  );
}
