import { momentWords } from "../dates";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";

/** What does not work just now, and of when the list is that is shown instead. Empty while all is well. */
export function ConditionNote() {
  const nudge = useNudge();
  const clock = useClock();
  const message = useObserved(nudge.condition);
  const { stale } = useObserved(nudge.list);
  const told = [message, stale && texts.states.stale(momentWords(stale, clock))].filter(Boolean).join(" ");
  return (
    <div className="condition" role="status">
      {told && <p>{told}</p>}
    </div>
  );
}
