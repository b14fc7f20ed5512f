import type { Plugin } from "esbuild"
import { regulators } from "../../../shared/desk/law/regulators.ts"
import { partsOfPage } from "./page-in-one-file.ts"

/** Where the page of evidence packages is. The client puts the data of a package into it. */
export const evidencePagePath = "client/evidence-package/generated/evidence-page.ts"

/** The page with its program and its style in it, as a source file: what stands before the data, and what after. */
export async function evidencePage(): Promise<string> {
  const { head, program } = await partsOfPage("evidence-page", [regulatorsInside])
  const before = [
    "<!doctype html>",
    '<html lang="en">',
    head,
    "<title>Evidence package</title>",
    "<body>",
    "<noscript>This page needs JavaScript to check itself. Cette page a besoin de JavaScript pour se vérifier.</noscript>",
    '<script type="application/json" id="package">',
  ].join("\n")
  const after = ["</script>", program, "</body>", "</html>", ""].join("\n")
  return [
    "// Made from console/evidence-page by `npm run generate`.",
    `export const beforeData = ${JSON.stringify(before)}`,
    `export const afterData = ${JSON.stringify(after)}`,
    "",
  ].join("\n")
}

/** Puts the regulators in place of the module that finds them in the laws. */
const regulatorsInside: Plugin = {
  name: "regulators inside",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]law[/\\]regulators\.ts$/ }, () => ({
      contents: `export const regulators = new Map(${JSON.stringify([...regulators])})`,
      loader: "js",
    }))
  },
}
