import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import MiniSearch from "minisearch"
import { searchOptions } from "./search-options.mjs"

const named = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" }

const textOf = (html) =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => named[entity])
    .replaceAll(/\s+/g, " ")
    .trim()

/** Writes the index of all pages, section by section. */
export async function searchIndex(output, results) {
  const index = new MiniSearch(searchOptions)
  const pages = results.filter(({ outputPath }) => outputPath?.endsWith(".html"))
  index.addAll(pages.flatMap(({ url, content }) => sectionsOf(url, content)))
  await writeFile(join(output, "search-index.json"), JSON.stringify(index))
}

function sectionsOf(url, content) {
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(content)?.[1] ?? ""
  const title = textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(main)?.[1] ?? "")
  return main.split(/(?=<h[1-4][ >])/).flatMap((section, number) => {
    const [, id, heading] = /^<h[1-4][^>]*?(?: id="([^"]+)")?[^>]*>([\s\S]*?)<\/h[1-4]>/.exec(section) ?? []
    const text = textOf(section)
    if (text === "") return []
    const place = `${url.slice(1)}${id === undefined ? "" : `#${id}`}`
    return [{ id: `${url}#${number}`, url: place, title, heading: textOf(heading ?? title), text }]
  })
}
