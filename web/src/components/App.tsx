import dynamic from "next/dynamic";
import { useLayoutEffect, useMemo, useState } from "react";

import { Nudge, remember, remembered } from "../nudge";
import { texts } from "../texts";
import { BellPanel } from "./BellPanel";
import { ChatPane } from "./ChatPane";
import { ConditionNote } from "./ConditionNote";
import { NudgeProvider, useNudge, useObserved } from "./context";
import { Brand, Header } from "./Header";
import { LostEdit } from "./LostEdit";
import { NoticeStack } from "./NoticeStack";
import { SeriesDialog } from "./SeriesDialog";
import { Shortcuts } from "./Shortcuts";
import { SignIn } from "./SignIn";
import { TaskPane } from "./TaskPane";
import { TrashPane } from "./TrashPane";
import { useShortcuts } from "./useShortcuts";
import { useView } from "./useView";

/** What is seldom opened, and needs the server anyway: its code comes when somebody opens it. */
const OperationsPane = dynamic(() => import("./OperationsPane").catch(() => NotLoaded), { ssr: false });
const SettingsPane = dynamic(() => import("./SettingsPane").then((found) => found.SettingsPane).catch(() => NotLoaded), { ssr: false });

const SHORTCUTS_OFF = "nudge.shortcuts-off";

/** The page: one Nudge per window. */
export function App() {
  const [nudge] = useState(() => new Nudge());
  useLayoutEffect(() => nudge.start(), [nudge]);
  return (
    <NudgeProvider value={nudge}>
      <Stage />
    </NudgeProvider>
  );
}

/** The screen is there from the first moment, before anything is known: nobody waits for an answer to begin to write. */
function Stage() {
  const { stage } = useObserved(useNudge().session);
  if (stage === "sign-in") return <SignIn />;
  if (stage === "unreachable") return <Unreachable />;
  return <Screen />;
}

/** In place of a part whose code did not come. */
function NotLoaded() {
  return (
    <div className="state" role="alert">
      <p className="lead">{texts.states.notLoaded}</p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        {texts.states.reload}
      </button>
    </div>
  );
}

function Unreachable() {
  const nudge = useNudge();
  return (
    <main className="alone">
      <div className="waiting" role="status">
        <Brand />
        <h1>{texts.states.unreachable}</h1>
        <p>{texts.states.failedHint}</p>
        <button type="button" className="primary" onClick={nudge.retry}>
          {texts.states.retry}
        </button>
      </div>
    </main>
  );
}

function Screen() {
  const nudge = useNudge();
  const [view, change] = useView();
  const [help, setHelp] = useState(false);
  const [shortcuts, setShortcuts] = useState(() => remembered(SHORTCUTS_OFF) !== "yes");
  const actions = useMemo(
    () => ({
      "/": () => document.getElementById("message")?.focus(),
      f: () => document.getElementById("search")?.focus(),
      u: () => nudge.notices.undo(),
      p: nudge.pauseOrResume,
      "?": () => setHelp(true),
    }),
    [nudge],
  );
  useShortcuts(actions, shortcuts);
  return (
    <div className="page">
      <div className="skips">
        <a href="#tasks">{texts.skipToTasks}</a>
        <a href="#message">{texts.skipToChat}</a>
      </div>
      <Header view={view} change={change} onShortcuts={() => setHelp(true)} />
      <main id="tasks" tabIndex={-1}>
        <ConditionNote />
        <LostEdit />
        {view.page === "trash" && <TrashPane view={view} change={change} />}
        {view.page === "operations" && <OperationsPane />}
        {view.page === "settings" && <SettingsPane />}
        {view.page === "tasks" && <TaskPane view={view} change={change} />}
      </main>
      <BellPanel />
      <NoticeStack />
      <ChatPane />
      <SeriesDialog />
      {help && (
        <Shortcuts
          enabled={shortcuts}
          onEnabled={(enabled) => {
            setShortcuts(enabled);
            remember(SHORTCUTS_OFF, enabled ? "no" : "yes");
          }}
          onClose={() => setHelp(false)}
        />
      )}
    </div>
  );
}
