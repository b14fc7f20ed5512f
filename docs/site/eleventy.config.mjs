/** How `npm run build:site` makes the documentation site from docs/ and the documents beside it. */
import { globSync, readFileSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import MarkdownIt from "markdown-it"
import markdownItAnchor from "markdown-it-anchor"
import { madeDocuments } from "../../infra/cli/documents/generated-files.ts"
import { documentsFolder } from "../../infra/cli/documents/stage-schemas.ts"
import { problemPage } from "../../shared/pages/problems/problem-page.ts"
import { operationsByTag } from "./api-reference.mjs"
import {
  alignByClass,
  beginWithReadme,
  foldDiagrams,
  nameDocuments,
  placesMade,
  rewriteLinks,
  scrollTables,
  showPrograms,
  showPromises,
} from "./markdown-rules.mjs"
import { searchIndex } from "./search-index.mjs"
import { headingSlug, titleOf } from "./titles.mjs"

const project = resolve(import.meta.dirname, "../..")
const read = (path) => readFileSync(join(project, path), "utf8")

/** For descriptions in the API's document. */
const inline = new MarkdownIt({ html: false })

/** The documents of the contexts in shared/. */
const contexts = globSync("shared/*/README.md", { cwd: project })

/** Documents outside docs/ that the site has too, and where. */
const others = {
  "README.md": "readme.html",
  "CONTRIBUTING.md": "contributing.html",
  "SECURITY.md": "security.html",
  "CODE_OF_CONDUCT.md": "code-of-conduct.html",
  "CHANGELOG.md": "changelog.html",
  "client/README.md": "client.html",
  "shared/README.md": "shared.html",
  ...Object.fromEntries(contexts.map((path) => [path, path.replace(/\/README\.md$/, ".html")])),
}

/** Where the page of a document is: beside its siblings, with the first page of the site in place of docs/README.md. */
function pageOf(source) {
  const other = others[source]
  if (other !== undefined) return other
  if (source === "docs/README.md") return "index.html"
  return source
    .replace(/^docs\//, "")
    .replace(/README\.md$/, "index.html")
    .replace(/\.md$/, ".html")
}

/** The path from the project to the source of a page. Documents outside docs/ are added under `_documents/`. */
const sourceOf = ({ inputPath }) => inputPath.replace(/^\.\//, "").replace(/^docs\/_documents\//, "")

/** Writes the documents that are files for tools, where the pages link to them. */
async function writeFilesForTools(output, made) {
  for (const [path, text] of made) {
    if (path.endsWith(".md")) continue
    const file = join(output, pageOf(`${documentsFolder}/${path}`))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

export default async function (config) {
  const made = await madeDocuments()
  config.setInputDirectory("docs")
  config.setIncludesDirectory("site/layouts")
  config.setLayoutsDirectory("site/layouts")
  config.setOutputDirectory("dist/site")
  config.setTemplateFormats(["md", "njk"])
  config.setQuietMode(true)
  config.ignores.add("docs/site/layouts/**")
  config.addPassthroughCopy({
    "docs/site/style.css": "style.css",
    "docs/site/icon.svg": "icon.svg",
    "docs/site/search.js": "search.js",
    "docs/site/search-options.mjs": "search-options.mjs",
    "node_modules/minisearch/dist/es/index.js": "minisearch.js",
  })
  for (const folder of ["screenshots", "pictures", "bench"]) config.addPassthroughCopy(`docs/${folder}/**/*.{svg,webp}`)
  config.addPassthroughCopy("docs/*.json")

  for (const source of Object.keys(others)) config.addTemplate(`_documents/${source}`, read(source))
  config.addTemplate("_documents/docs/problems.md", problemPage())
  for (const [path, text] of made)
    if (path.endsWith(".md")) config.addTemplate(`_documents/${documentsFolder}/${path}`, text)
  config.addGlobalData("layout", "page.njk")
  config.addGlobalData(
    "permalink",
    () =>
      ({ page }) =>
        pageOf(sourceOf(page)),
  )
  config.addGlobalData("api", () => operationsByTag(JSON.parse(made.get("openapi.json"))))

  config.amendLibrary("md", (markdown) => {
    markdown.set({ html: false, linkify: false })
    markdown.use(markdownItAnchor, { slugify: headingSlug, tabIndex: false })
    alignByClass(markdown)
    scrollTables(markdown)
    foldDiagrams(markdown)
    showPrograms(markdown, { sourceOf, project })
    beginWithReadme(markdown, { sourceOf, project })
    nameDocuments(markdown, { sourceOf, project })
    rewriteLinks(markdown, { sourceOf, pageOf, project, placesMade: placesMade(project) })
    showPromises(markdown, { sourceOf, pageOf })
  })
  config.addFilter("titleOf", titleOf)
  config.addFilter("inline", (text) => inline.renderInline(text ?? ""))
  config.addFilter("relativeTo", (target, url) => `${"../".repeat(url.split("/").length - 2)}${target}`)
  config.on("eleventy.after", async ({ directories, results }) => {
    await searchIndex(directories.output, results)
    await writeFilesForTools(directories.output, made)
  })
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" }
}
