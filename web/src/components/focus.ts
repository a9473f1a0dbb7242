/** Moves the focus between rows. A row's place to be is its tick (in the list) or its first button (in the trash). */

const STOPS = "[data-stop]";

function stops(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(STOPS)];
}

/** The stop of the next row (or the one before), from anywhere inside a row. */
export function neighbour(row: Element, step: 1 | -1): HTMLElement | undefined {
  const all = stops();
  const index = all.findIndex((stop) => row.contains(stop));
  return index < 0 ? undefined : all[index + step];
}

/** Runs something that takes the row away, and keeps the focus in the list when it was in that row. */
export function keepingFocus(row: Element | null, leave: () => void): void {
  const inside = row?.contains(document.activeElement);
  const heir = row && (neighbour(row, 1) ?? neighbour(row, -1))?.id;
  leave();
  if (!inside) return;
  requestAnimationFrame(() => {
    const target = heir ? document.getElementById(heir) : null;
    (target ?? document.getElementById("tasks"))?.focus();
  });
}

export function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** A `ref` for the element of a form or question that the user just asked for. */
export function focused(element: HTMLElement | null): void {
  element?.focus();
}
