/** A person's own words: shown as they are, in their own direction, never as markup. */
export function UserText({ text, className = "" }: { text: string; className?: string }) {
  return (
    <span dir="auto" className={`user-text ${className}`}>
      {text}
    </span>
  );
}
