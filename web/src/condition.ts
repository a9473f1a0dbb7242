/** What works right now, as the server tells it: a sentence while something does not, no words otherwise. */

import { ApiProblem } from "./api";
import { Observed } from "./observed";

export interface Status {
  status: "ok" | "degraded";
  message: string;
}

export interface Outlook {
  ask(): Promise<Status>;
  /** Calls back after the given milliseconds; returns how to cancel. */
  later(callback: () => void, milliseconds: number): () => void;
  /** False while nobody sees the window. */
  seen(): boolean;
}

const WELL_MS = 30_000;
const AGAIN_MS = 3_000;

/** Asks now and then, and more often while something is wrong, so that the sentence goes by itself when it is over. */
export class Condition extends Observed<string> {
  private cancel: (() => void) | null = null;
  private asking = false;

  constructor(private readonly outlook: Outlook) {
    super("");
  }

  /** Looks now; something may be wrong. A look that is under way is enough. */
  look = async (): Promise<void> => {
    if (this.asking) return;
    this.asking = true;
    this.cancel?.();
    let wait = AGAIN_MS;
    try {
      if (this.outlook.seen()) wait = this.take(await this.outlook.ask());
    } catch (error) {
      // Whoever cannot reach the server at all is told so by the state of the connection.
      if (!(error instanceof ApiProblem)) throw error;
    } finally {
      this.asking = false;
    }
    this.cancel = this.outlook.later(() => void this.look(), wait);
  };

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private take({ status, message }: Status): number {
    this.set(status === "ok" ? "" : message);
    return status === "ok" ? WELL_MS : AGAIN_MS;
  }
}
