import type { MouseEvent } from "react";

import type { View } from "../filter";
import { texts } from "../texts";
import { BellButton } from "./BellButton";
import { useNudge, useObserved } from "./context";
import { Icon } from "./Icon";

interface Props {
  view: View;
  change: (fields: Partial<View>) => void;
  onShortcuts: () => void;
}

export function Header({ view, change, onShortcuts }: Props) {
  const nudge = useNudge();
  const { guarded } = useObserved(nudge.session);
  const go = (page: View["page"]) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change({ page, words: "", tag: null, priority: null, task: null });
  };
  const searched = view.page === "trash" ? "trash" : "tasks";
  return (
    <header className="top">
      <span className="brand">
        <Brand />
        {texts.product}
      </span>
      <nav aria-label={texts.header.views}>
        <a href="/" aria-current={view.page === "tasks" ? "page" : undefined} onClick={go("tasks")}>
          {texts.header.tasks}
        </a>
        <a href="/?view=trash" aria-current={view.page === "trash" ? "page" : undefined} onClick={go("trash")}>
          {texts.header.trash}
        </a>
        <a href="/?view=settings" aria-current={view.page === "settings" ? "page" : undefined} onClick={go("settings")}>
          {texts.header.settings}
        </a>
      </nav>
      <form className="search" role="search" onSubmit={(event) => event.preventDefault()}>
        <label className="unseen" htmlFor="search">
          {texts.header.search[searched]}
        </label>
        <Icon name="search" />
        <input
          id="search"
          type="search"
          dir="auto"
          value={view.words}
          placeholder={texts.header.searchHint}
          autoComplete="off"
          onChange={(event) => change({ words: event.target.value, page: searched })}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      </form>
      <BellButton />
      <ConnectionState />
      <button type="button" className="tool keys" aria-label={texts.header.shortcuts} title={texts.header.shortcuts} onClick={onShortcuts}>
        <Icon name="keyboard" />
      </button>
      {guarded && (
        <button
          type="button"
          className="tool"
          aria-label={texts.header.signOut}
          title={texts.header.signOut}
          onClick={() => void nudge.session.signOut()}
        >
          <Icon name="door" />
        </button>
      )}
    </header>
  );
}

function ConnectionState() {
  const nudge = useNudge();
  const state = useObserved(nudge.connection);
  const paused = state === "paused";
  const action = paused ? texts.connection.resume : texts.connection.pause;
  return (
    <div className={`connection ${state}`}>
      <span className="state-name" role="status" title={texts.connection.explain[state]}>
        <span className="dot" aria-hidden="true" />
        {texts.connection[state]}
      </span>
      <button type="button" className="tool" aria-label={action} title={action} onClick={nudge.pauseOrResume}>
        <Icon name={paused ? "play" : "pause"} />
      </button>
    </div>
  );
}

export function Brand() {
  return (
    <svg className="mark-of-brand" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M9 16.5l4.6 4.6L23.4 11" />
    </svg>
  );
}
