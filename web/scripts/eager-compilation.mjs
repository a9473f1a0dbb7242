// Asks browsers to compile all functions of the scripts that the page begins with while they arrive, beside the main thread, instead of
// one by one when they are first called (V8's explicit compile hints; others read a comment). Nearly all of them are called at once.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HINT = "//# allFunctionsCalledOnLoad\n";
const out = fileURLToPath(new URL("../out", import.meta.url));
const page = readFileSync(join(out, "index.html"), "utf8");

const scripts = [...page.matchAll(/<script[^>]*\ssrc="(\/_next\/static\/chunks\/[^"]+\.js)"/g)].map(([, path]) => join(out, path));
if (scripts.length === 0) throw new Error("web/out/index.html names no script: run the Next.js build first");
for (const script of scripts) {
  const code = readFileSync(script, "utf8");
  if (!code.startsWith(HINT)) writeFileSync(script, HINT + code);
}
console.log(`compiled while they arrive: ${scripts.length} scripts`);
