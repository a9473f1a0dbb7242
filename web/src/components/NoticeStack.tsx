import { texts } from "../texts";
import { useNudge, useObserved } from "./context";
import { Icon } from "./Icon";
import { UserText } from "./UserText";

export function NoticeStack() {
  const { notices } = useNudge();
  const shown = useObserved(notices);
  return (
    <section className="notices" aria-label={texts.notices.region} aria-live="polite">
      {shown.map(({ id, text, tone, action, other }) => (
        <div
          key={id}
          className="notice"
          data-tone={tone}
          onPointerEnter={() => notices.hold(id)}
          onPointerLeave={() => notices.release(id)}
          onFocus={() => notices.hold(id)}
          onBlur={() => notices.release(id)}
        >
          <UserText text={text} />
          {action && (
            <button type="button" className="act" onClick={action.run}>
              {action.label}
            </button>
          )}
          {other && (
            <button type="button" className="act" onClick={other.run}>
              {other.label}
            </button>
          )}
          <button type="button" className="dismiss" aria-label={texts.notices.dismiss} onClick={() => notices.dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
