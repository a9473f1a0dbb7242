import { type SyntheticEvent, useState } from "react";

import { ApiProblem } from "../api";
import { texts } from "../texts";
import { useNudge } from "./context";
import { focused } from "./focus";
import { Brand } from "./Header";

export function SignIn() {
  const nudge = useNudge();
  const [token, setToken] = useState("");
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await nudge.session.signIn(token, name.trim());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
      setBusy(false);
    }
  };

  return (
    <main className="alone">
      <form className="sign-in" onSubmit={(event) => void submit(event)}>
        <Brand />
        <h1>{texts.signIn.title}</h1>
        <p>{texts.signIn.explain}</p>
        <div className="field">
          <label htmlFor="token">{texts.signIn.token}</label>
          <input
            id="token"
            type="password"
            autoComplete="current-password"
            required
            ref={focused}
            value={token}
            aria-describedby="sign-in-problem"
            aria-invalid={problem !== null}
            onChange={(event) => setToken(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="name">{texts.signIn.name}</label>
          <input
            id="name"
            autoComplete="name"
            dir="auto"
            maxLength={100}
            value={name}
            aria-describedby="name-hint"
            onChange={(event) => setName(event.target.value)}
          />
          <p id="name-hint" className="hint">
            {texts.signIn.nameHint}
          </p>
        </div>
        <p id="sign-in-problem" className="problem" role="alert">
          {problem}
        </p>
        <button type="submit" className="primary" disabled={busy || !token}>
          {texts.signIn.submit}
        </button>
      </form>
    </main>
  );
}
