import { texts } from "../texts";
import { useNudge, useObserved } from "./context";
import { Icon } from "./Icon";

/** The bell in the header, with how many notifications nobody has read. */
export function BellButton() {
  const { bell } = useNudge();
  const { unread, state } = useObserved(bell);
  const label = texts.bell.label(unread);
  return (
    <button
      type="button"
      id="bell"
      className="tool bell"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      aria-expanded={state !== "closed"}
      onClick={() => (state === "closed" ? void bell.open() : bell.close())}
    >
      <Icon name="bell" />
      {unread > 0 && (
        <span className="unread" aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </button>
  );
}
