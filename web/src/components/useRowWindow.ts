import { type RefObject, useLayoutEffect, useState } from "react";

import { RowWindow } from "../row-window";
import type { Span } from "../windowing";
import { useObserved } from "./context";

/** Which rows of a list to draw: those in sight and some around them. */
export function useRowWindow(list: RefObject<HTMLElement | null>, keys: readonly string[]): Span {
  const [rows] = useState(() => new RowWindow());
  const drawn = useObserved(rows);
  useLayoutEffect(() => (list.current ? rows.watch(list.current) : undefined), [rows, list]);
  useLayoutEffect(() => rows.rows(keys), [rows, keys, drawn]);
  return drawn;
}
