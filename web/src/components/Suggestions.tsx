import { texts } from "../texts";
import { useNudge } from "./context";

/** First messages to start from: each goes into the chat's field, where it can be changed before it is sent. */
export function Suggestions() {
  const nudge = useNudge();
  return (
    <ul className="suggestions" aria-label={texts.chat.suggestions}>
      {texts.suggestions.map((words) => (
        <li key={words}>
          <button type="button" onClick={() => nudge.suggest(words)}>
            {words}
          </button>
        </li>
      ))}
    </ul>
  );
}
