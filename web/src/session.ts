/** Whether this window may speak with the server: an access token may be asked for. */

import { ApiProblem, type Session as SessionAnswer, request } from "./api";
import { Observed } from "./observed";

export interface SessionState {
  stage: "checking" | "signed-in" | "sign-in" | "unreachable";
  /** True when there is a token, and with it something to sign out of. */
  guarded: boolean;
}

export class Session extends Observed<SessionState> {
  constructor() {
    super({ stage: "checking", guarded: false });
  }

  async check(): Promise<void> {
    try {
      const { required, signed_in } = await request<SessionAnswer>("GET", "/api/session");
      this.set({ stage: required && !signed_in ? "sign-in" : "signed-in", guarded: required });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status === 401) this.set({ stage: "sign-in", guarded: true });
      else if (this.snapshot().stage !== "signed-in") this.set({ stage: "unreachable", guarded: false });
    }
  }

  /** Throws ApiProblem with a friendly message when the token is wrong. */
  async signIn(token: string, name: string): Promise<void> {
    await request("POST", "/api/session", { body: name ? { token, name } : { token } });
    await this.check();
  }

  async signOut(): Promise<void> {
    await request("DELETE", "/api/session");
    await this.check();
  }
}
