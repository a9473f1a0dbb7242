import { useEffect, useRef, useState } from "react";

import { momentWords } from "../dates";
import type { Backlog } from "../figures";
import { type DeadLetter, type Health, Operations } from "../operations";
import { number, texts } from "../texts";
import { useClock, useObserved } from "./context";
import { focused } from "./focus";
import { UserText } from "./UserText";

/** What has waited for longer is marked. */
const LATE_SECONDS = 30;

/** For whoever runs this Nudge: what is down, what was given up, and what did not reach anybody. */
export default function OperationsPane() {
  const [operations] = useState(() => new Operations());
  const { stage, health, backlog, letters, moreLetters, failures, done, problem } = useObserved(operations);
  const clock = useClock();
  useEffect(() => void operations.load(), [operations]);
  return (
    <>
      <div className="heading">
        <h1>{texts.operations.title}</h1>
        <button type="button" className="quiet" onClick={() => void operations.load()}>
          {texts.operations.again}
        </button>
      </div>
      <p className="problem" role="alert">
        {problem}
      </p>
      <p className="quiet-note" role="status">
        {stage === "loading" ? texts.operations.loading : done && texts.operations.done[done]}
      </p>
      {stage === "ready" && (
        <div className="operations">
          <section aria-labelledby="operations-health">
            <h2 id="operations-health">{texts.operations.health}</h2>
            {health ? <HealthReport health={health} /> : <p>{texts.operations.noHealth}</p>}
          </section>
          <section aria-labelledby="operations-waiting">
            <h2 id="operations-waiting">{texts.operations.waiting}</h2>
            {backlog ? <Waiting backlog={backlog} /> : <p>{texts.operations.noFigures}</p>}
          </section>
          <section aria-labelledby="operations-letters">
            <h2 id="operations-letters" tabIndex={-1}>{texts.operations.letters}</h2>
            <p className="hint">{letters.length > 0 ? texts.operations.lettersExplain : texts.operations.noLetters}</p>
            <ul>
              {letters.map((letter) => (
                <Letter key={letter.id} letter={letter} operations={operations} />
              ))}
            </ul>
            {moreLetters && <p className="hint">{texts.operations.moreLetters}</p>}
          </section>
          <section aria-labelledby="operations-reminders">
            <h2 id="operations-reminders">{texts.operations.reminders}</h2>
            {failures.length === 0 && <p className="hint">{texts.operations.noFailures}</p>}
            <ul>
              {failures.map(({ id, time, detail }) => (
                <li key={id}>
                  <UserText text={detail.title ?? ""} /> <span className="hint">{momentWords(time, clock)}</span>
                  {detail.reason && <p className="notes">{detail.reason}</p>}
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  );
}

function HealthReport({ health }: { health: Health }) {
  const parts = Object.entries({ ...health.checks, ...health.functions });
  const down = parts.filter(([, word]) => word !== "ok").map(([name]) => name);
  return (
    <>
      <p>{down.length === 0 ? texts.operations.allWell(parts.length) : texts.operations.down(down.join(", "))}</p>
      <ul className="parts">
        {parts.map(([name, word]) => (
          <li key={name} data-down={word !== "ok" || undefined}>
            {name} <span className="hint">{texts.operations.word[word]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Waiting({ backlog: { lags, outbox, overdueSeconds } }: { backlog: Backlog }) {
  const { operations } = texts;
  const rows = [
    ...lags.map(({ consumer, topic, events, seconds }) => ({ name: consumer, topic, events, seconds })),
    { name: operations.broker, topic: "", ...outbox },
    { name: operations.reminders_due, topic: "", events: null, seconds: overdueSeconds },
  ];
  return (
    <>
      <p className="hint">{operations.waitingExplain}</p>
      <div className="wide">
        <table>
          <thead>
            <tr>
              {Object.entries(operations.lag).map(([name, words]) => (
                <th key={name} scope="col">
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, topic, events, seconds }) => (
              <tr key={`${name} ${topic}`} data-down={seconds > LATE_SECONDS || undefined}>
                <th scope="row">{name}</th>
                <td>{topic}</td>
                <td>{events === null ? "" : number(events)}</td>
                <td>{seconds > 0 ? operations.seconds(seconds) : operations.nothingWaits}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Letter({ letter, operations }: { letter: DeadLetter; operations: Operations }) {
  const clock = useClock();
  const [asking, setAsking] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const name = letter.type ?? texts.operations.noEvent;
  // The row may go: whoever works with the keyboard goes on at the next one.
  const decide = async (action: "replay" | "discard") => {
    const next = (row.current?.nextElementSibling ?? row.current?.previousElementSibling)?.querySelector("button");
    const gone = await operations.decide(letter, action).then(() => !row.current?.isConnected);
    if (gone) (next?.isConnected ? next : document.getElementById("operations-letters"))?.focus();
  };
  return (
    <li ref={row}>
      <strong>{name}</strong> <span className="hint">{texts.operations.at(letter.consumer ?? "", momentWords(letter.last_at, clock))}</span>
      <p className="notes">
        <UserText text={letter.reason} />
      </p>
      <p className="hint">{texts.operations.attempts(letter.attempts, letter.replays)}</p>
      {letter.status === "replaying" && <p className="hint">{texts.operations.replaying}</p>}
      <div className="buttons">
        {asking ? (
          <span className="sure" role="group" aria-label={texts.operations.sure}>
            <button type="button" ref={focused} className="quiet danger" onClick={() => void decide("discard")}>
              {texts.operations.yes}
            </button>
            <button type="button" className="quiet" onClick={() => setAsking(false)}>
              {texts.operations.no}
            </button>
          </span>
        ) : (
          <>
            <button
              type="button"
              className="quiet"
              aria-label={texts.operations.replayFull(name)}
              onClick={() => void decide("replay")}
            >
              {texts.operations.replay}
            </button>
            <button type="button" className="quiet danger" aria-label={texts.operations.discardFull(name)} onClick={() => setAsking(true)}>
              {texts.operations.discard}
            </button>
          </>
        )}
      </div>
    </li>
  );
}
