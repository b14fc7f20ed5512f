import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { build, type Plugin } from "esbuild"

const consoleFolder = resolve(import.meta.dirname, "../../../console")

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`

/**
 * What makes a page one file that needs no network: its style, its program, and a policy that lets nothing else run.
 *
 * @param source a folder of the console with `main.ts` and `style.css`, which comes after the style of all such pages
 * @returns what stands in the head, and what stands at the end of the body
 */
export async function partsOfPage(
  source: string,
  plugins: Plugin[] = [],
): Promise<{ readonly head: string; readonly program: string }> {
  const [script, ...styles] = await Promise.all([
    bundled(join(consoleFolder, source, "main.ts"), plugins),
    readFile(join(consoleFolder, "page-in-one-file.css"), "utf8"),
    readFile(join(consoleFolder, source, "style.css"), "utf8"),
  ])
  const style = styles.join("")
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${style}</style>`,
  ].join("\n")
  return { head, program: `<script>${script}</script>` }
}

/** The program in one text. Nothing in it ends the script element that it stands in. */
async function bundled(entry: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    plugins,
    write: false,
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error("esbuild gave no program of the page")
  return file.text.replaceAll("</script", "<\\/script").trimEnd()
}
