/** Short messages at the edge of the list: what was done, with the way back, and what went wrong. */

import { Observed } from "./observed";

export interface Action {
  label: string;
  run: () => void;
}

export interface Notice {
  id: string;
  text: string;
  tone: "done" | "problem" | "reminder";
  /** The user's way on: undo, or try again. */
  action?: Action;
  /** Another way. */
  other?: Action;
}

const SHOWN_AT_ONCE = 3;
const DONE_MS = 10_000;

export class Notices extends Observed<readonly Notice[]> {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor() {
    super([]);
  }

  /** Shows a notice; one of the same id is replaced. What was done fades by itself, a problem stays. */
  show(notice: Notice): void {
    const others = this.snapshot().filter(({ id }) => id !== notice.id);
    this.set([...others, notice].slice(-SHOWN_AT_ONCE));
    this.release(notice.id);
  }

  dismiss = (id: string): void => {
    this.hold(id);
    this.set(this.snapshot().filter((notice) => notice.id !== id));
  };

  /** Stops the fading, while the pointer or the focus is on the notice. */
  hold = (id: string): void => {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  };

  /** Starts the fading anew. */
  release = (id: string): void => {
    this.hold(id);
    const notice = this.snapshot().find((shown) => shown.id === id);
    if (notice?.tone === "done") this.timers.set(id, setTimeout(() => this.dismiss(id), DONE_MS));
  };

  /** Runs the newest undo that is still shown. */
  undo(): void {
    const last = this.snapshot().findLast((notice) => notice.tone === "done" && notice.action);
    last?.action?.run();
  }
}
