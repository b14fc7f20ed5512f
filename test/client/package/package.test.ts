import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { exportPKCS8, generateKeyPair } from "jose"
import * as z from "zod"
import { type InstalledClient, installClient, readManifest } from "./installed-client.ts"

const project = resolve(import.meta.dirname, "../../..")
const run = promisify(execFile)
const program = (name: string): string => join(project, "node_modules/.bin", name)
let installed: InstalledClient

beforeAll(async () => {
  installed = await installClient()
}, 120_000)
afterAll(() => installed?.remove())

const own = readManifest(join(project, "client/package.json"))

describe("the packed client", () => {
  it("has the version of the project", () => {
    const { version } = z
      .looseObject({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(project, "package.json"), "utf8")))
    expect(own.version).toBe(version)
  })

  it.each(Object.entries({ ...own.dependencies, ...own.peerDependencies }))(
    "asks for %s as it is tested here, or a later one that is compatible",
    (name, range) => {
      const { version } = z
        .looseObject({ version: z.string() })
        .parse(JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8")))
      expect(range).toBe(`^${version}`)
    },
  )

  it("has no fault that publint knows", async () => {
    const { stdout } = await run(program("publint"), ["run", installed.tarball, "--strict"])
    expect(stdout).toContain("All good!")
  })

  it("has types that every kind of ES module finds", async () => {
    // With CI set it colours the words apart.
    const env = { ...process.env, CI: undefined, NO_COLOR: "1" }
    const { stdout } = await run(program("attw"), [installed.tarball, "--profile", "esm-only", "--no-emoji"], { env })
    expect(stdout.match(/node16 \(from ESM\): OK/g)).toHaveLength(Object.keys(own.exports).length)
  }, 60_000)

  it("imports only itself, Node.js and the packages that it asks for", () => {
    const files = globSync("dist/**/*.{js,d.ts}", { cwd: installed.client })
    expect(files.length).toBeGreaterThan(50)
    const known = new Set(Object.keys({ ...own.dependencies, ...own.peerDependencies }))
    const foreign = files.flatMap((file) =>
      importsOf(readFileSync(join(installed.client, file), "utf8"))
        .filter((name) => !name.startsWith(".") && !isBuiltin(name))
        .map(packageOf)
        .filter((name) => !known.has(name))
        .map((name) => `${file}: ${name}`),
    )
    expect(foreign).toEqual([])
  })

  it("names only files that it has", () => {
    const files = globSync("dist/**/*.{js,d.ts}", { cwd: installed.client })
    const present = new Set(files)
    const missing = files.flatMap((file) =>
      importsOf(readFileSync(join(installed.client, file), "utf8"))
        .filter((name) => name.startsWith("."))
        .map((name) => join(file, "..", name))
        .filter((path) => !present.has(path))
        .map((path) => `${file}: ${path}`),
    )
    expect(missing).toEqual([])
  })
})

describe("a partner's program", () => {
  it("runs with the installed client alone", async () => {
    const path = installed.write(
      "program.mjs",
      `import { signToken, readPrivateKey } from "@wayseal/client"
      import { shipmentCreated } from "@wayseal/client/contracts"
      console.log(JSON.stringify({ sign: typeof signToken, read: typeof readPrivateKey, type: shipmentCreated.detailType }))`,
    )
    const { stdout } = await run(process.execPath, [path], { cwd: installed.folder })
    expect(JSON.parse(stdout)).toEqual({ sign: "function", read: "function", type: "ShipmentCreated" })
  })

  it("is type-checked against the installed client", async () => {
    installed.write("tsconfig.json", JSON.stringify({ compilerOptions: partnerCompiler, files: ["program.ts"] }))
    const good = `import { shipmentDelivered, type ProducerDataOf } from "@wayseal/client/contracts"
      export const data: ProducerDataOf<typeof shipmentDelivered> = { trackingNumber: "NP1", deliveredAt: "2026-11-01T10:00:00Z" }`
    installed.write("program.ts", good)
    await run(program("tsc"), ["--project", installed.folder])
    installed.write("program.ts", good.replace("trackingNumber", "trackingNo"))
    await expect(run(program("tsc"), ["--project", installed.folder])).rejects.toMatchObject({
      stdout: expect.stringContaining("'trackingNo' does not exist in type"),
    })
  }, 60_000)
})

/** The strictest options, so that nothing in the client's types needs leniency. */
const partnerCompiler = {
  strict: true,
  noEmit: true,
  module: "nodenext",
  target: "es2022",
  types: [],
  lib: ["es2023", "dom"],
}

describe("the program of the packed client", () => {
  const wayseal = (...args: readonly string[]) =>
    run(process.execPath, [join(installed.client, "dist/client/bin/wayseal.js"), ...args])

  it("signs a token with a PEM", async () => {
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true })
    const key = installed.write("key.pem", await exportPKCS8(privateKey))
    const named = ["--party", "northpost", "--audience", "wayseal-local", "--kid", "k1"]
    const { stdout } = await wayseal("sign-token", ...named, "--key", key)
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  })

  it("says what to install for a command that needs more", async () => {
    await expect(wayseal("listen", "--party", "northpost", "--bus", "b")).rejects.toMatchObject({
      code: 3,
      stderr: "This takes the package @aws-sdk/client-sqs. Install it: npm install @aws-sdk/client-sqs\n",
    })
  })

  it("ends with 2 and a sentence for a command that it does not have", async () => {
    await expect(wayseal("preflight")).rejects.toMatchObject({
      code: 2,
      stderr: "Unknown command 'preflight'.\nSee: npx wayseal --help\n",
    })
  })
})

const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^|[ (])(?:from |import ?\(?)"([^"\n]+)"/gm)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  )

/** `@scope/name/path` is of the package `@scope/name`. */
const packageOf = (name: string): string => name.split("/", name.startsWith("@") ? 2 : 1).join("/")
