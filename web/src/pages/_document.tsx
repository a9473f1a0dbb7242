import { Head, Html, Main, NextScript } from "next/document";
import { type ComponentProps, type JSX, cloneElement } from "react";

import { texts } from "../texts";

/** Browsers fetch deferred scripts after everything else, and over HTTP/1.1 one by one until the styles are there. Nothing works before these. */
class HeadWithUrgentScripts extends Head {
  override getScripts(files: Parameters<Head["getScripts"]>[0]): JSX.Element[] {
    return super.getScripts(files).map((script: JSX.Element) => cloneElement<ComponentProps<"script">>(script, { fetchPriority: "high" }));
  }
}

/** The frame of every page, made once at build. */
export default function Document() {
  return (
    <Html lang="en">
      <HeadWithUrgentScripts>
        <meta name="description" content={texts.description} />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#eef1ee" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131817" />
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
      </HeadWithUrgentScripts>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
