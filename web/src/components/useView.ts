import { useCallback, useLayoutEffect, useMemo, useState } from "react";

import { type View, readView, writeView } from "../filter";

const CHANGED = "nudge:view";

/** The view in the address, and how to change it; typing in the search does not fill the browser's history. */
export function useView(): [View, (change: Partial<View>) => void] {
  // The page is written at build for the plain address, and taken over as it stands there.
  const [search, setSearch] = useState("");
  useLayoutEffect(() => {
    const look = () => setSearch(window.location.search);
    look();
    window.addEventListener("popstate", look);
    window.addEventListener(CHANGED, look);
    return () => {
      window.removeEventListener("popstate", look);
      window.removeEventListener(CHANGED, look);
    };
  }, []);
  const view = useMemo(() => readView(search), [search]);
  const change = useCallback((fields: Partial<View>) => {
    const before = readView(window.location.search);
    const after = { ...before, ...fields };
    const address = writeView(after) || window.location.pathname;
    if (after.page === before.page && after.words !== before.words) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [view, change];
}
