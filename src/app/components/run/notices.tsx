import { useAppState, useText } from '../../context.ts';
import './notices.css';

/** Notices about the result, for example an uncertain mask. */
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
