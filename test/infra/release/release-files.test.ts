import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { writeRelease } from "../../../infra/release/release-files.ts"
import { pinningManifests } from "./manifests.ts"

const project = resolve(import.meta.dirname, "../../..")
const readJson = <Schema extends z.ZodType>(schema: Schema, path: string) =>
  schema.parse(JSON.parse(readFileSync(path, "utf8")))
const packageFile = z.looseObject({ version: z.string() })
const { version } = readJson(packageFile, join(project, "package.json"))

describe("the files of a release", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "wayseal-release-")), version)
  let names: readonly string[] = []
  beforeAll(async () => {
    const audit = { outcome: "clean", sentence: "Nothing is known." } as const
    names = await writeRelease({ project, folder, version, audit })
  }, 300_000)
  afterAll(() => rmSync(join(folder, ".."), { recursive: true }))

  it("all have a checksum that fits", () => {
    const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trimEnd().split("\n")
    expect(sums.map((line) => line.slice(66))).toEqual(names.filter((name) => name !== "SHA256SUMS"))
    for (const line of sums) {
      const content = readFileSync(join(folder, line.slice(66)))
      expect(line.slice(0, 64)).toBe(createHash("sha256").update(content).digest("hex"))
    }
  })

  it("are those that docs/releases.md lists, and no other", () => {
    const text = readFileSync(join(project, "docs/releases.md"), "utf8")
    const said = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name.replace("<version>", version))
    expect(said.sort()).toEqual([...names].sort())
  })

  const listed = (suffix = "") =>
    execFileSync("tar", ["-tzf", join(folder, `wayseal-${version}${suffix}.tar.gz`)], { encoding: "utf8" }).split("\n")

  it("hold the bundle of every function, where the project takes it from", () => {
    const functions = readdirSync(join(project, "functions"), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    )
    const wanted = functions.map(({ name }) => `wayseal-${version}/bundles/${name}/index.mjs`)
    expect(
      listed("-bundles")
        .filter((path) => path.endsWith("/index.mjs"))
        .sort(),
    ).toEqual(wanted.sort())
    expect(listed("-bundles")).toContain(`wayseal-${version}/bundles/sources.sha256`)
  })

  it("hold the templates of the example stage, and of the stacks within its own", () => {
    const templates = listed("-templates").filter((path) => path.endsWith(".template.json"))
    const [within, outer] = [true, false].map((isWithin) =>
      templates.filter((path) => path.endsWith(".nested.template.json") === isWithin).sort(),
    )
    expect(within?.map((path) => /WaysealexampleFunctions([A-Z][a-z]+)/.exec(path)?.[1])).toEqual([
      "Desk",
      "Intake",
      "Pages",
      "Parties",
      "Proof",
      "Watch",
    ])
    expect(outer).toEqual(
      ["Data", "Functions", "Parties-1", "Webhooks"].map(
        (stack) => `wayseal-${version}-templates/Wayseal-example-${stack}.template.json`,
      ),
    )
  })

  it("hold the project as git has it, with its lock file and nothing that git ignores", () => {
    const paths = listed()
    expect(paths).toContain(`wayseal-${version}/package-lock.json`)
    expect(paths).toContain(`wayseal-${version}/infra/lint/requirements.txt`)
    expect(paths.filter((path) => /node_modules|\.local|cdk\.out/.test(path))).toEqual([])
  })

  it("name every package of the lock file in the bill of materials", () => {
    const bill = z
      .looseObject({
        metadata: z.looseObject({ component: z.looseObject({ name: z.string(), version: z.string() }) }),
        components: z.array(
          z.looseObject({
            name: z.string(),
            version: z.string(),
            properties: z.array(z.object({ name: z.string() })).default([]),
          }),
        ),
      })
      .parse(JSON.parse(readFileSync(join(folder, "sbom.cdx.json"), "utf8")))
    expect(bill.metadata.component).toMatchObject({ name: "wayseal", version })
    const found = new Set(bill.components.map((each) => `${each.name}@${each.version}`))
    for (const { dependencies, devDependencies } of pinningManifests())
      for (const [name, pinned] of Object.entries({ ...dependencies, ...devDependencies }))
        expect(found).toContain(`${name}@${pinned.slice(pinned.lastIndexOf("@") + 1)}`)
    const marks = (of: string) => bill.components.find(({ name }) => name === of)?.properties.map(({ name }) => name)
    expect(["aws-cdk", "react", "pdfjs-dist", "knip"].map(marks)).toEqual([
      [],
      [],
      ["cdx:npm:package:development"],
      ["cdx:npm:package:development"],
    ])
  })
})
