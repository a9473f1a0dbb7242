/** Draws a long list in part: watches where the list is on the screen and how high its rows are. */

import { Observed } from "./observed";
import { type Span, edges, span } from "./windowing";

/** Lists up to this length are drawn whole. */
const WHOLE = 80;
const ESTIMATE = 58;
const MARGIN = 600;
/** Scrolling is noticed in steps of so many pixels. */
const STEP = 200;

export class RowWindow extends Observed<Span> {
  private readonly heights = new Map<string, number>();
  private keys: readonly string[] = [];
  private list: HTMLElement | null = null;

  constructor() {
    super({ start: 0, end: WHOLE, above: 0, below: 0 });
  }

  /** Watches a list element; returns how to end. Each row carries its key in `data-key`. */
  watch(list: HTMLElement): () => void {
    this.list = list;
    document.addEventListener("scroll", this.look, { capture: true, passive: true });
    window.addEventListener("resize", this.look);
    return () => {
      this.list = null;
      document.removeEventListener("scroll", this.look, { capture: true });
      window.removeEventListener("resize", this.look);
    };
  }

  /** Takes the rows of the list as they are now, measures those that are drawn, and looks which to draw. */
  rows(keys: readonly string[]): void {
    this.keys = keys;
    if (keys.length > WHOLE) this.measure();
    this.look();
  }

  private readonly look = (): void => {
    if (!this.list) return;
    if (this.keys.length <= WHOLE) return this.show({ start: 0, end: this.keys.length, above: 0, below: 0 });
    const top = this.list.getBoundingClientRect().top;
    const from = Math.floor((-top - MARGIN) / STEP) * STEP;
    const to = Math.ceil((window.innerHeight - top + MARGIN) / STEP) * STEP;
    this.show(span(edges(this.keys, this.heights, ESTIMATE), from, to));
  };

  private measure(): void {
    for (const row of this.list?.querySelectorAll<HTMLElement>(":scope > [data-key]") ?? []) {
      this.heights.set(row.dataset.key ?? "", row.offsetHeight);
    }
  }

  private show(next: Span): void {
    const now = this.snapshot();
    const same = now.start === next.start && now.end === next.end && now.above === next.above && now.below === next.below;
    if (!same) this.set(next);
  }
}
