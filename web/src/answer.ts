/** What an answer shows beside its cards. Pure. */

const LINE = /^(\d+\. |… and )/;

/**
 * The first line of an answer that goes on with one numbered line a task: its cards say the rest. Null for an answer that says
 * anything else.
 */
export function headOf(text: string): string | null {
  const [head = "", ...lines] = text.split("\n").filter((line) => line.trim());
  return head.endsWith(":") && lines.length > 0 && lines.every((line) => LINE.test(line)) ? head : null;
}
