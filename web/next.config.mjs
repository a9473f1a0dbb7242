import { fileURLToPath } from "node:url";

// In the browser Preact takes React's place: it does what this page needs of it in a tenth of the code, and a visitor waits for that
// code before the page answers. At build the real React writes the page, so types and rules for hooks are React's.
const inTheBrowser = (name) => ({ browser: name });

/** @type {import("next").NextConfig} */
const config = {
  output: "export",
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  turbopack: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    resolveAlias: {
      react: inTheBrowser("preact/compat"),
      "react/jsx-runtime": inTheBrowser("preact/jsx-runtime"),
      "react-dom": inTheBrowser("preact/compat"),
      "react-dom/client": inTheBrowser("preact/compat/client"),
    },
  },
};

export default config;
