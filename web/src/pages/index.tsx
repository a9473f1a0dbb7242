import Head from "next/head";

import { App } from "../components/App";

export default function Index() {
  return (
    <>
      <Head>
        {/* The first question of the page: asked while its script is still on the way. */}
        <link rel="preload" href="/api/session" as="fetch" crossOrigin="anonymous" />
      </Head>
      <App />
    </>
  );
}
