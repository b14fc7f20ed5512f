import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { lockFile } from "../../infra/release/licences.ts"
import { manifestIn, pinningManifests, workspaces } from "./release/manifests.ts"

const project = resolve(import.meta.dirname, "../..")
/** What docs/deploying.md has a deployer install. */
const deployersInstall = ["--omit=dev", "--workspaces=false"]

describe("dependencies", () => {
  it("are pinned exactly, in every workspace", () => {
    for (const { dependencies, devDependencies } of pinningManifests())
      for (const pinned of Object.values({ ...dependencies, ...devDependencies }))
        expect(pinned).toMatch(/^(npm:[a-z]+@)?\d+\.\d+\.\d+$/)
  })

  it("have one version in all workspaces, and are installed once", () => {
    const pinned = pinningManifests().flatMap(({ dependencies, devDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies }).map((one) => one.join("@")),
    )
    const names = new Set(pinned.map((one) => one.slice(0, one.lastIndexOf("@"))))
    expect(new Set(pinned).size).toBe(names.size)
    const { packages } = lockFile.parse(JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")))
    const ofWorkspaces = Object.keys(packages).filter((path) => /^(?!node_modules\/).+\/node_modules\//.test(path))
    expect(ofWorkspaces).toEqual([])
  })
})

describe("what a deployer installs", () => {
  const listed = execFileSync("npm", ["ls", "--all", "--parseable", ...deployersInstall], { cwd: project })
  const folders = `${listed}`
    .trim()
    .split("\n")
    .map((path) => relative(project, path))
    .filter((path) => path !== "")

  it("is what the guide says", () => {
    const guide = readFileSync(join(project, "docs/deploying.md"), "utf8")
    expect(guide).toContain(`npm ci ${deployersInstall.join(" ")}\nnpx wayseal setup`)
  })

  it("has what deploys, and nothing that only tests, checks, measures or draws pages", () => {
    const names = new Set(folders.map((path) => path.slice("node_modules/".length)))
    const { dependencies, devDependencies } = manifestIn("")
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([])
    const others = workspaces.map(manifestIn).map((one) => ({ ...one.dependencies, ...one.devDependencies }))
    const left = Object.keys(Object.assign({}, devDependencies, ...others)).filter(
      // Packages that deploy have types of others with them.
      (name) => !(name in dependencies || name.startsWith("@types/")),
    )
    expect(left).toEqual(
      expect.arrayContaining(["pdfjs-dist", "jest", "react", "vite", "@biomejs/biome", "minisearch"]),
    )
    expect(left.filter((name) => names.has(name))).toEqual([])
  })

  it("takes at most 420 MB beside Node.js", () => {
    const beside = folders.filter((path) => !path.startsWith("node_modules/node/") && path !== "node_modules/node")
    const printed = execFileSync("du", ["-cm", "--summarize", ...beside], { cwd: project, encoding: "utf8" })
    const megabytes = Number(/(\d+)\ttotal\n$/.exec(printed)?.[1])
    expect(megabytes).toBeGreaterThan(200)
    expect(megabytes).toBeLessThanOrEqual(420)
  })
})
