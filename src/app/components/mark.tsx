/** The page's mark: a mouse on the ring of cameras. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <ellipse cx="16" cy="20.5" rx="14" ry="6.5" className="mark-ring" />
      <path
        className="mark-mouse"
        d="M5.5 20c1.2-2.8 3.5-4.7 5.9-5.3-.4-3 3.6-4.2 4.9-1.3 5.8-1.7 10 2.4 9.3 8.6H8c-1.6 0-2.5-.8-2.5-2Z"
      />
      <circle cx="16" cy="27" r="1.8" className="mark-eye" />
    </svg>
  );
}
