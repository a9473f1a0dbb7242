const PATHS = {
  check: "M4.5 10.5l3.6 3.6 7.4-8",
  pencil: "M4 16l.8-3.4L13.6 3.8a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2z",
  trash: "M4 6h12M8 6V4.2h4V6M5.5 6l.7 9.8h7.6l.7-9.8M8.4 9v4M11.6 9v4",
  repeat: "M4 9V8a3 3 0 0 1 3-3h8M13 3l2.2 2L13 7.2M16 11v1a3 3 0 0 1-3 3H5M7 17l-2.2-2L7 12.8",
  bell: "M6 13V9a4 4 0 0 1 8 0v4l1.4 1.6H4.6zM8.6 17h2.8",
  flag: "M5.5 17V4M5.5 4.6h8.6l-1.8 3.2 1.8 3.2H5.5",
  search: "M9 14.5a5.5 5.5 0 1 1 0-11 5.5 5.5 0 0 1 0 11zM13 13l4 4",
  send: "M10 16.5v-12M4.8 9.4L10 4.2l5.2 5.2",
  pause: "M7 5v10M13 5v10",
  play: "M7 4.8l8 5.2-8 5.2z",
  chevron: "M7.5 5l5 5-5 5",
  close: "M5 5l10 10M15 5L5 15",
  restore: "M4 10a6 6 0 1 0 2-4.5M4 3.5V7h3.5",
  keyboard: "M3 6h14v8.5H3zM6 9h.01M9 9h.01M12 9h.01M15 9h.01M6.5 12h7",
  door: "M8 4H4v12h4M12.5 6.5L16 10l-3.5 3.5M16 10H8",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
