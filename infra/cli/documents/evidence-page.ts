import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { build, type Plugin } from "esbuild"
import { regulators } from "../../../shared/desk/law/regulators.ts"

/** Where the page of evidence packages is. The client puts the data of a package into it. */
export const evidencePagePath = "client/evidence-package/generated/evidence-page.ts"

const project = resolve(import.meta.dirname, "../../..")
const source = join(project, "console/evidence-page")

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`

/** The page with its program and its style in it, as a source file: what stands before the data, and what after. */
export async function evidencePage(): Promise<string> {
  const [script, style] = await Promise.all([bundled("main.ts"), readFile(join(source, "style.css"), "utf8")])
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  const before = [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>Evidence package</title>",
    `<style>${style}</style>`,
    "<body>",
    "<noscript>This page needs JavaScript to check itself. Cette page a besoin de JavaScript pour se vérifier.</noscript>",
    '<script type="application/json" id="package">',
  ].join("\n")
  const after = ["</script>", `<script>${script}</script>`, "</body>", "</html>", ""].join("\n")
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

/** The program in one text. Nothing in it ends the script element that it stands in. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(source, entry)],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    plugins: [regulatorsInside],
    write: false,
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error("esbuild gave no program of the page")
  return file.text.replaceAll("</script", "<\\/script").trimEnd()
}
