import { Head, Html, Main, NextScript } from "next/document";

import { texts } from "../texts";

/** The frame of every page, made once at build. */
export default function Document() {
  return (
    <Html lang="en">
      <Head>
        <meta name="description" content={texts.description} />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#eef1ee" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131817" />
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
