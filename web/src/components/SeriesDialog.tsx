import { useEffect, useRef } from "react";

import { texts } from "../texts";
import { useNudge, useObserved } from "./context";
import { focusSoon } from "./focus";
import { UserText } from "./UserText";

/** Asks how far a change of a repeating task goes: this one, or the series with it. */
export function SeriesDialog() {
  const { asking } = useNudge();
  const question = useObserved(asking);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question) dialog.current?.showModal();
  }, [question]);
  if (!question) return null;
  const { kind, task } = question;
  const words = texts.series[kind];
  const end = (act: () => void) => () => {
    asking.set(null);
    focusSoon(`task-${task.id}`);
    act();
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="series-title" onCancel={end(question.cancel)}>
      <h2 id="series-title">{words.title}</h2>
      <p>
        <UserText text={task.title} />
      </p>
      <p className="hint">{words.explain}</p>
      <div className="choices">
        <button type="button" className="primary" onClick={end(question.one)}>
          {words.one}
        </button>
        <button type="button" className={kind === "delete" ? "quiet danger" : "quiet"} onClick={end(question.series)}>
          {words.series}
        </button>
        <button type="button" className="quiet" onClick={end(question.cancel)}>
          {texts.editor.cancel}
        </button>
      </div>
    </dialog>
  );
}
