import type { View } from "../filter";
import { texts } from "../texts";

/** What a list is narrowed to, and the way back to all of it. */
export function Narrowed({ view, change }: { view: View; change: (fields: Partial<View>) => void }) {
  return (
    <p className="narrowed">
      {view.words && <bdi>“{view.words}”</bdi>}
      {view.tag && (
        <span className="tag">
          <bdi>{view.tag}</bdi>
        </span>
      )}
      {view.task && <span>{texts.header.oneTask}</span>}
      {view.priority && <span>{texts.priority[view.priority]}</span>}
      <button type="button" className="quiet" onClick={() => change({ words: "", tag: null, priority: null, task: null })}>
        {texts.header.clearFilter}
      </button>
    </p>
  );
}
