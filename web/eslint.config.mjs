import { fileURLToPath } from "node:url";

import next from "@next/eslint-plugin-next";
import accessibility from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import typescript from "typescript-eslint";

const config = [
  { ignores: [".next/", ".test/", "out/", "next-env.d.ts"] },
  ...[
    ...typescript.configs.strictTypeChecked,
    next.configs["core-web-vitals"],
    hooks.configs.flat.recommended,
    accessibility.flatConfigs.strict,
  ].map((entry) => ({ ...entry, files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"] })),
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL(".", import.meta.url)) },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      // There is one page; links to it need no router and no prefetching.
      "@next/next/no-html-link-for-pages": "off",
      // Rows, forms and notices listen to what bubbles up from the controls inside them.
      "jsx-a11y/no-noninteractive-element-interactions": "off",
      "jsx-a11y/no-static-element-interactions": "off",
      // What scrolls must be reachable by keyboard.
      "jsx-a11y/no-noninteractive-tabindex": "off",
    },
  },
  {
    files: ["tests/**/*.ts"],
    // node:test gives a promise that nobody has to wait for.
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
];

export default config;
