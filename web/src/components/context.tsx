import { createContext, useContext, useSyncExternalStore } from "react";

import type { Clock } from "../dates";
import type { Nudge } from "../nudge";
import type { Observed } from "../observed";

const Context = createContext<Nudge | null>(null);

export const NudgeProvider = Context.Provider;

export function useNudge(): Nudge {
  const nudge = useContext(Context);
  if (!nudge) throw new Error("useNudge needs a NudgeProvider above it");
  return nudge;
}

/** The present value of something observed; the component is drawn again when it changes. */
export function useObserved<T>(observed: Observed<T>): T {
  return useSyncExternalStore(observed.subscribe, observed.snapshot, observed.snapshot);
}

export function useClock(): Clock {
  return useObserved(useNudge().clock);
}
