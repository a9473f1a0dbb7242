import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { texts } from "../texts";
import { ChatMessage } from "./ChatMessage";
import { useNudge, useObserved } from "./context";
import { Icon } from "./Icon";
import { Suggestions } from "./Suggestions";

const NEAR_END = 120;

/** The conversation with its field. On a phone the conversation folds, the field stays. */
export function ChatPane() {
  const nudge = useNudge();
  const [open, setOpen] = useState(false);
  return (
    <aside id="chat" className="chat" aria-label={texts.chat.title} data-open={open || undefined}>
      <div className="chat-head">
        <h2>{texts.chat.title}</h2>
        <button
          type="button"
          className="chat-fold"
          aria-expanded={open}
          aria-controls="conversation"
          aria-label={open ? texts.chat.collapse : texts.chat.expand}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevron" />
        </button>
      </div>
      <Conversation />
      <Composer
        onSend={(text) => {
          setOpen(true);
          nudge.chat.send(text);
        }}
      />
    </aside>
  );
}

function Conversation() {
  const nudge = useNudge();
  const { messages, thinking, history } = useObserved(nudge.chat);
  const { tasks } = useObserved(nudge.list);
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = messages.at(-1);

  useEffect(() => {
    const element = log.current;
    if (element && (atEnd.current || last?.role === "user")) element.scrollTop = element.scrollHeight;
  }, [messages, thinking, last]);

  return (
    <div
      id="conversation"
      ref={log}
      className="log"
      role="log"
      aria-label={texts.chat.log}
      aria-busy={history === "loading"}
      tabIndex={0}
      onScroll={({ currentTarget: element }) => {
        atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
      }}
    >
      {history === "failed" && (
        <p className="quiet-note">
          {texts.chat.historyFailed}{" "}
          <button type="button" className="quiet" onClick={() => void nudge.chat.load()}>
            {texts.chat.retry}
          </button>
        </p>
      )}
      {history !== "loading" && messages.length === 0 && (
        <div className="greeting">
          <p>{texts.chat.greeting}</p>
          {/* An empty list shows them itself. */}
          {tasks.size > 0 && <Suggestions />}
        </div>
      )}
      {messages.map((message) => (
        <ChatMessage key={message.id} message={message} latest={message === last && !thinking} />
      ))}
      {thinking && (
        <p className="thinking">
          <span className="unseen">{texts.chat.thinking}</span>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </p>
      )}
    </div>
  );
}

function Composer({ onSend }: { onSend: (text: string) => void }) {
  const nudge = useNudge();
  const text = useObserved(nudge.composer);
  const send = () => {
    if (!text.trim()) return;
    nudge.composer.set("");
    onSend(text);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") event.currentTarget.blur();
    // Whoever presses the key that leads here is here already, and no message begins with it.
    if (event.key === "/" && text === "") event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="unseen" htmlFor="message">
        {texts.chat.label}
      </label>
      <textarea
        id="message"
        dir="auto"
        rows={1}
        value={text}
        placeholder={texts.chat.placeholder}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => nudge.composer.set(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
      <button type="submit" className="send" aria-label={texts.chat.send} disabled={!text.trim()}>
        <Icon name="send" />
      </button>
    </form>
  );
}
