import next from "eslint-config-next/core-web-vitals";
import typescript from "typescript-eslint";

const config = [
  { ignores: [".next/", ".test/", "out/", "next-env.d.ts"] },
  ...next,
  // There is one page; links to it need no router and no prefetching.
  { rules: { "@next/next/no-html-link-for-pages": "off" } },
  ...typescript.configs.strictTypeChecked.map((entry) => ({ ...entry, files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"] })),
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
  {
    files: ["tests/**/*.ts"],
    // node:test gives a promise that nobody has to wait for.
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
];

export default config;
