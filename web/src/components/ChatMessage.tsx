import { memo, useState } from "react";

import { headOf } from "../answer";
import type { Message } from "../chat";
import { momentWords } from "../dates";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";
import { focusSoon } from "./focus";
import { TaskCard, editButton } from "./TaskCard";
import { UserText } from "./UserText";

const CARDS = 6;

/** One message: the user's own, or an answer with cards of the tasks it is about. `latest` may still be answered. */
export const ChatMessage = memo(function ChatMessage({ message, latest }: { message: Message; latest: boolean }) {
  const clock = useClock();
  const own = message.role === "user";
  return (
    <article className={own ? "message own" : "message"} title={momentWords(message.at, clock)}>
      {own && <span className="unseen">{texts.chat.you}: </span>}
      {message.taskIds.length > 0 ? (
        <WithCards message={message} />
      ) : (
        <div className="bubble">
          <UserText text={message.text} />
        </div>
      )}
      {message.failed && <Failure message={message} failed={message.failed} />}
      {latest && message.clarification && <Options options={message.clarification.options} />}
    </article>
  );
});

function Failure({ message, failed }: { message: Message; failed: NonNullable<Message["failed"]> }) {
  const nudge = useNudge();
  return (
    <p className="failure" role="alert">
      <span>{failed.reason}</span>
      {failed.again && (
        <button type="button" className="quiet" onClick={() => nudge.chat.retry(message.id)}>
          {texts.chat.retry}
        </button>
      )}
    </p>
  );
}

function Options({ options }: { options: readonly string[] }) {
  const nudge = useNudge();
  if (options.length === 0) return null;
  return (
    <ul className="options" aria-label={texts.chat.options}>
      {options.map((option) => (
        <li key={option}>
          <button type="button" onClick={() => nudge.chat.send(option)}>
            <UserText text={option} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/**
 * The tasks as they are now; as they were then, where this window does not know them. Where the text only lists what the
 * cards show, its head is enough; a task that is gone for good has no card, so the text stays.
 */
function WithCards({ message }: { message: Message }) {
  const nudge = useNudge();
  const { tasks, loading } = useObserved(nudge.list);
  const [whole, setWhole] = useState(false);
  const then = new Map(message.tasks.map((task) => [task.id, task]));
  const known = message.taskIds.map((id) => tasks.get(id) ?? then.get(id)).filter((task): task is Task => Boolean(task));
  const complete = known.length === message.taskIds.length || loading !== "done";
  const first = known[CARDS];
  const show = () => {
    setWhole(true);
    if (first) focusSoon(editButton(message.id, first));
  };
  return (
    <>
      <div className="bubble">
        <UserText text={(complete && headOf(message.text)) || message.text} />
      </div>
      {known.length > 0 && (
        <ul className="cards">
          {known.slice(0, whole ? undefined : CARDS).map((task) => (
            <TaskCard key={task.id} task={task} place={message.id} brief={message.operation === "query"} />
          ))}
        </ul>
      )}
      {first && !whole && <button type="button" className="quiet" onClick={show}>{texts.chat.more(known.length - CARDS)}</button>}
    </>
  );
}
