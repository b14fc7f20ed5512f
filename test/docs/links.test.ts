import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"

const project = resolve(import.meta.dirname, "../..")
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: project })
const files = listed.toString("utf8").split("\n")
const documents = files.filter((path) => path.endsWith(".md") && existsSync(join(project, path)))
const textOf = (path: string) => readFileSync(join(project, path), "utf8")

/** The prose of a document, without blocks of code. */
const proseOf = (path: string) => textOf(path).replaceAll(/^```[\s\S]*?^```/gm, "")

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  )
}

/** The links of a document that lead to no file or no heading. */
function brokenLinks(document: string): string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return []
    const [path = "", anchor] = link.split("#")
    const target = path === "" ? document : join(dirname(document), path)
    if (!existsSync(join(project, target))) return [link]
    return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [link]
  })
}

/**
 * The files and folders of this repository that a document names, in prose or code, and that do not exist. What is made
 * from the code, in docs/generated, is not in git.
 */
function missingPaths(document: string): string[] {
  const named = /(?<![\w/.-])(?:shared|functions|infra|test|docs(?!\/generated\b))\/[\w./-]*/g
  return [...textOf(document).matchAll(named)]
    .map(([path]) => path.replace(/[.-]+$/, ""))
    .filter((path) => !existsSync(join(project, path)) && !existsSync(join(project, `${path}.test.ts`)))
}

describe("the documents", () => {
  it.each(documents)("link only to files and headings that exist: %s", (document) => {
    expect(brokenLinks(document)).toEqual([])
  })

  it.each(documents)("name only paths that exist: %s", (document) => {
    expect(missingPaths(document)).toEqual([])
  })
})
