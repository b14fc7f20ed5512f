import { existsSync, readFileSync } from "node:fs"
import { dirname, join, posix, relative } from "node:path"
import { headingSlug, titleOf } from "./titles.mjs"

/** Folders of docs/ whose files are on the site as they are. */
const copied = /^docs\/(screenshots|pictures|bench)\/.+\.(svg|webp)$|^docs\/[\w-]+\.json$/

/** The page that says, for those who read the project without the site, where pages made from the code are. */
const pageOfMade = "docs/made-from-code.md"

/** Where on the site the pages made from the code are: by the anchor of their section, whose first words say it. */
export function placesMade(project) {
  const sections = readFileSync(join(project, pageOfMade), "utf8").matchAll(
    /^## (.+)\n\n\[`((?:generated\/)?[\w.-]+)`/gm,
  )
  return new Map([...sections].map(([, heading, place]) => [headingSlug(heading), place]))
}

/**
 * Lets links to documents lead to their pages. A link to a file that the site does not have, such as a source, becomes
 * its text. A link to a section about a page that is made from the code becomes a link to that page.
 */
export function rewriteLinks(markdown, { sourceOf, pageOf, project, placesMade }) {
  const targetOf = (href, page) => {
    if (/^([a-z]+:|#)/.test(href)) return href
    const [path, anchor] = href.split("#")
    const file = posix.normalize(posix.join(dirname(sourceOf(page)), path))
    const from = dirname(pageOf(sourceOf(page)))
    if (file === pageOfMade && placesMade.has(anchor)) return posix.relative(from, placesMade.get(anchor))
    const found = targetPage(file.replace(/\/$/, ""))
    if (found === undefined) return undefined
    return `${posix.relative(from, found) || found}${anchor === undefined ? "" : `#${anchor}`}`
  }
  const targetPage = (file) => {
    if (copied.test(file)) return relative("docs", file)
    const document = file.endsWith(".md") ? file : join(file, "README.md")
    const isPage =
      existsSync(join(project, document)) && (document.startsWith("docs/") || pageOf(document) !== document)
    return isPage && document.endsWith(".md") ? pageOf(document) : undefined
  }

  markdown.core.ruler.push("links", ({ tokens, env }) => {
    for (const { children } of tokens) if (children !== null) rewriteIn(children, (href) => targetOf(href, env.page))
  })
}

/** Lets a link that reads as the path of a document read as its title. It comes before the links are rewritten. */
export function nameDocuments(markdown, { sourceOf, project }) {
  markdown.core.ruler.push("names", ({ tokens, env }) => {
    for (const { children } of tokens)
      for (const [index, { type, content }] of (children ?? []).entries()) {
        const href = type === "text" && /^[\w./-]+\.md$/.test(content) && children[index - 1]?.attrGet("href")
        if (!href) continue
        const path = join(project, dirname(sourceOf(env.page)), href.split("#")[0])
        if (existsSync(path)) children[index].content = titleOf(readFileSync(path, "utf8"))
      }
  })
}

/** What the README says before its first section, which is what Wayseal is. */
const whatItIs = (readme) => /^# .+\n([\s\S]+?)\n## /.exec(readme)[1]

/** Begins the first page of the site with what Wayseal is, in the words of the README. */
export function beginWithReadme(markdown, { sourceOf, project }) {
  markdown.core.ruler.before("block", "readme", (state) => {
    if (sourceOf(state.env.page) !== "docs/README.md") return
    const readme = readFileSync(join(project, "README.md"), "utf8")
    state.src = state.src.replace(/^# (.+)\n/, (_, title) => `# Wayseal\n${whatItIs(readme)}\n## ${title}\n`)
  })
}

/** Shows a program below a line that is nothing but its link: the site has no page for it. */
export function showPrograms(markdown, { sourceOf, project }) {
  const programOf = ({ children }, page) => {
    const href = children?.length === 3 && children[0].type === "link_open" ? children[0].attrGet("href") : ""
    return /examples\/.+\.(mjs|php|py|sh)$/.test(href) ? posix.join(dirname(sourceOf(page)), href) : undefined
  }

  markdown.core.ruler.push("programs", (state) => {
    state.tokens = state.tokens.flatMap((token, index, tokens) => {
      const program = token.type === "paragraph_close" ? programOf(tokens[index - 1], state.env.page) : undefined
      if (program === undefined) return [token]
      const fence = new state.Token("fence", "code", 0)
      fence.content = readFileSync(join(project, program), "utf8")
      return [token, fence]
    })
  })
}

/** The page with all promises, a row each. */
const pageOfPromises = "docs/generated/promises.md"

/**
 * Shows the comments by which a page names promises as small links to their rows, where it stands which tests hold
 * them. The first cell of such a row is the promise's id, and gets it as its anchor.
 */
export function showPromises(markdown, { sourceOf, pageOf }) {
  markdown.core.ruler.before("block", "promises", (state) => {
    state.src = state.src.replaceAll(/<!-- promise: ([a-z0-9-]+) -->/g, " [$1](promise:$1)")
  })
  markdown.core.ruler.push("links-to-promises", ({ tokens, env }) => {
    const source = sourceOf(env.page)
    const register = posix.relative(dirname(pageOf(source)), pageOf(pageOfPromises))
    for (const [index, { type, children }] of tokens.entries()) {
      for (const token of children ?? []) {
        const id = /^promise:(.+)$/.exec(token.attrGet("href") ?? "")?.[1]
        if (id === undefined) continue
        token.attrSet("href", `${register}#${id}`)
        token.attrSet("class", "promise")
      }
      if (source === pageOfPromises && type === "td_open" && tokens[index - 1].type === "tr_open")
        tokens[index].attrSet("id", tokens[index + 1].children[0].content)
    }
  })
}

/** Rewrites the links and pictures of one line of text. */
function rewriteIn(children, targetOf) {
  let isDropped = false
  for (const token of children) {
    if (token.type === "image") token.attrSet("src", targetOf(token.attrGet("src")) ?? token.attrGet("src"))
    if (token.type === "link_open") {
      const target = targetOf(token.attrGet("href"))
      isDropped = target === undefined
      if (isDropped) token.hidden = true
      else token.attrSet("href", target)
    }
    if (isDropped && (token.type === "link_open" || token.type === "link_close")) {
      token.type = "text"
      token.content = ""
      token.nesting = 0
    }
  }
}

/** Aligns cells by a class: the site's policy forbids styles in the page. */
export function alignByClass(markdown) {
  markdown.core.ruler.push("alignment", ({ tokens }) => {
    for (const { attrs } of tokens)
      for (const pair of attrs ?? [])
        if (pair[0] === "style") [pair[0], pair[1]] = ["class", pair[1].replace("text-align:", "align-")]
  })
}

/** Lets a wide table scroll by itself, with the keyboard too, so that a narrow window scrolls in one direction. */
export function scrollTables(markdown) {
  const group = '<div class="wide" role="group" aria-label="Table" tabindex="0">'
  markdown.renderer.rules.table_open = () => `${group}<table>\n`
  markdown.renderer.rules.table_close = () => "</table></div>\n"
}

/** Shows the text of a diagram, which needs a program that the site does not have. The page says the same in words. */
export function foldDiagrams(markdown) {
  const fence = markdown.renderer.rules.fence
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const html = fence(tokens, index, ...rest)
    if (tokens[index].info !== "mermaid") return html
    return `<details><summary>A diagram, as text in the language Mermaid</summary>\n${html}</details>\n`
  }
}
