import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { bundleFunctions } from "../../infra/bundle.ts"
import { PagesNotInstalled, sourceOfPages } from "../../infra/pages/build-pages.ts"
import { BundlesStale, functionsFingerprint, shippedBundles, sourcesFingerprint } from "../../infra/shipped-bundles.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"

const partiesPath = "stages/local/parties.json"
let project: string
const made: string[] = []

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true })
  await writeFile(join(project, path), text)
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "wayseal-shipped-"))
  for (const path of [
    "functions/greet/entry.ts",
    ...["shared/greeting.ts", "shared/README.md"],
    "client/index.ts",
    "infra/cli/wayseal.ts",
    "infra/stages/stage-config.ts",
    "console/main.tsx",
    "docs/words.md",
    ...["curl/first.sh", "node/first.mjs", "php/first.php", "python/first.py"].map((path) => `examples/${path}`),
    ...["infra/bundle.ts", "tsconfig.json", "package.json", "node_modules/.package-lock.json"],
    ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "client/README.md"],
  ])
    await write(path, "// one")
  await write("package-lock.json", "{}")
  await write(
    "bundles/greet/index.mjs",
    'import { bundledParties } from "./parties.mjs"; import { laws } from "./laws.mjs"; export const shipped = true',
  )
  await write("bundles/greet-nobody/index.mjs", "export const shipped = true")
  await write("bundles/sources.sha256", `${await sourcesFingerprint(project)}\n`)
})
afterAll(async () => {
  for (const folder of [project, ...made]) await rm(folder, { recursive: true })
})

describe("the bundles of a release", () => {
  it("are deployed as they are, and only parties and laws are added to those that ask for them", async () => {
    const laws = lawCatalogue.slice(0, 1).map((law) => ({ ...law, id: "us-xx-own-act" }))
    const folder = await bundleFunctions(["greet", "greet-nobody"], partiesPath, { project, laws })
    made.push(folder)
    const beside = await readFile(join(folder, "greet/laws.mjs"), "utf8")
    expect(beside).toContain(JSON.stringify(JSON.stringify(laws)))
    await expect(readFile(join(folder, "greet-nobody/laws.mjs"))).rejects.toThrow("ENOENT")
    expect(await readFile(join(folder, "greet/index.mjs"), "utf8")).toContain("export const shipped = true")
    expect(await readFile(join(folder, "greet/parties.mjs"), "utf8")).toContain("leafline")
    await expect(readFile(join(folder, "greet-nobody/parties.mjs"))).rejects.toThrow("ENOENT")
  })

  it.each([
    "functions/greet/entry.ts",
    "shared/greeting.ts",
    "client/index.ts",
    "console/main.tsx",
    "docs/words.md",
    "README.md",
    "client/README.md",
    "client/index.ts",
    "infra/cli/wayseal.ts",
    "infra/stages/stage-config.ts",
    "examples/python/first.py",
    "infra/bundle.ts",
    "package-lock.json",
  ])("are refused if %s has changed since they were built", async (path) => {
    const before = await readFile(join(project, path), "utf8")
    await write(path, "// two")
    await expect(bundleFunctions(["greet"], partiesPath, { project })).rejects.toThrow(BundlesStale)
    await write(path, before)
    expect(await shippedBundles(project)).toBe(join(project, "bundles"))
  })

  it("are refused if a file has come or gone", async () => {
    await write("shared/new.ts", "")
    await expect(shippedBundles(project)).rejects.toThrow(BundlesStale)
    await rm(join(project, "shared/new.ts"))
    await expect(shippedBundles(project)).resolves.toBeDefined()
  })

  it("do not depend on what is built from their sources", async () => {
    await write("console/dist/index.html", "")
    await write("docs/generated/laws.md", "")
    await write("client/api/generated/paths.ts", "")
    await expect(shippedBundles(project)).resolves.toBeDefined()
  })

  it("are not needed", async () => {
    expect(await shippedBundles(join(project, "shared"))).toBeUndefined()
  })
})

describe("pages", () => {
  const some = { console: true, documentation: false }

  it("come from the release, whatever is installed", async () => {
    expect(await sourceOfPages(some, project)).toBe(join(project, "bundles"))
  })

  it("are built elsewhere, where their packages are installed", async () => {
    const folder = join(project, "shared")
    await expect(sourceOfPages(some, folder)).rejects.toThrow(new PagesNotInstalled("console"))
    const documents = { console: false, documentation: true }
    await expect(sourceOfPages(documents, folder)).rejects.toThrow(new PagesNotInstalled("documentation"))
    expect(await sourceOfPages({ console: false, documentation: false }, folder)).toBeUndefined()
    expect(await sourceOfPages(undefined, folder)).toBeUndefined()
    expect(await sourceOfPages({ console: true, documentation: true })).toBeUndefined()
  })
})

describe("bundles that were built before", () => {
  it.each([
    ["functions/greet/entry.ts", true],
    ["shared/greeting.ts", true],
    ["infra/bundle.ts", true],
    ["tsconfig.json", true],
    ["package-lock.json", true],
    ["node_modules/.package-lock.json", true],
    ["shared/README.md", false],
    ["docs/words.md", false],
  ])("are of other sources once %s has changed: %s", async (path, isOther) => {
    const [before, fingerprint] = [await readFile(join(project, path), "utf8"), await functionsFingerprint(project)]
    await write(path, "// two")
    expect((await functionsFingerprint(project)) !== fingerprint).toBe(isOther)
    await write(path, before)
  })
})
