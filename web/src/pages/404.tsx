import { texts } from "../texts";

export default function NotFound() {
  return (
    <main className="alone">
      <h1>{texts.notFound.title}</h1>
      <p>
        <a href="/">{texts.notFound.back}</a>
      </p>
    </main>
  );
}
