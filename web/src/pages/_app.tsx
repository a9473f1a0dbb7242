import type { AppProps } from "next/app";
import Head from "next/head";

import "../styles/globals.css";
import { texts } from "../texts";

export default function Root({ Component, pageProps }: AppProps<Record<string, never>>) {
  return (
    <>
      <Head>
        <title>{texts.product}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
      </Head>
      <Component {...pageProps} />
    </>
  );
}
