// Writes out/csp.json: for each exported page the hashes of its inline scripts, in the form in which the
// Content-Security-Policy header names them. The gateway sends them, so that no other inline script can run.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const out = fileURLToPath(new URL("../out", import.meta.url));
const SCRIPT = /<script(\s[^>]*)?>([\s\S]*?)<\/script>/g;

function hashesOf(html) {
  const hashes = new Set();
  for (const [, attributes = "", code] of html.matchAll(SCRIPT)) {
    if (/\s(src=|type="application\/json")/.test(attributes) || !code) continue;
    hashes.add(`sha256-${createHash("sha256").update(code).digest("base64")}`);
  }
  return [...hashes].sort();
}

const pages = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".html"));
if (pages.length === 0) throw new Error("web/out holds no page: run the Next.js build first");
const hashes = Object.fromEntries(
  pages.sort().map((name) => [`/${name.replaceAll("\\", "/")}`, hashesOf(readFileSync(join(out, name), "utf8"))]),
);
writeFileSync(join(out, "csp.json"), `${JSON.stringify(hashes, null, 2)}\n`);
console.log(`csp.json: ${pages.length} pages`);
