import type { ReactNode } from 'react';

interface Props {
  label: string;
  /** Whether the tool is on; undefined for a tool that cannot be on. */
  pressed?: boolean;
  onClick(): void;
  children: ReactNode;
}

export function ToolButton({ label, pressed, onClick, children }: Props) {
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
