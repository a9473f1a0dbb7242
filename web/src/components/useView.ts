import { useCallback, useMemo, useSyncExternalStore } from "react";

import { type View, readView, writeView } from "../filter";

const CHANGED = "nudge:view";

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** The view in the address, and how to change it; typing in the search does not fill the browser's history. */
export function useView(): [View, (change: Partial<View>) => void] {
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => "",
  );
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
