import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"

const project = resolve(import.meta.dirname, "../..")

/** Each planted import, and the rule that has to find it. */
const planted: [file: string, imported: string, rule: string][] = [
  ["shared/intake/tracking/planted.ts", "@aws-sdk/client-s3", "pure-by-name"],
  ["shared/intake/tracking/planted-file.ts", "node:fs", "pure-by-name"],
  ["shared/intake/tracking/planted-store.ts", "./dynamo-store.ts", "pure-imports-pure"],
  ["shared/intake/tracking/planted-memory.ts", "./memory-store.ts", "memory-not-deployed"],
  ["functions/one/planted-memory.ts", "../../shared/intake/tracking/memory-store.ts", "memory-not-deployed"],
  ["shared/watch/detection/planted.ts", "../../intake/tracking/joined-record.ts", "detection-room"],
  ["shared/intake/tracking/planted-chart.ts", "../../watch/detection/chart.ts", "tracking-room"],
  ["shared/watch/lookups/planted.ts", "../../desk/case.ts", "lookups-room"],
  ["shared/intake/erasures/planted.ts", "../../desk/case.ts", "erasures-room"],
  ["shared/parties/planted.ts", "../intake/tracking/joined-record.ts", "parties-room"],
  ["shared/desk/law/planted.ts", "../../parties/party.ts", "law-room"],
  ["shared/desk/law/planted-case.ts", "../case.ts", "law-room"],
  ["shared/desk/planted.ts", "../pages/problems/page.ts", "desk-room"],
  ["shared/stray/planted.ts", "zod", "in-a-room"],
  ["shared/intake/tracking/planted-inside.ts", "../../parties/inside.ts", "parties-surface"],
  ["shared/watch/lookups/planted-inside.ts", "../../intake/tracking/dynamo-store.ts", "intake-surface"],
  ["shared/desk/planted-inside.ts", "../watch/detection/chart.ts", "watch-surface"],
  ["shared/pages/problems/planted-inside.ts", "../../desk/case.ts", "desk-surface"],
  ["shared/proof/statements/planted-inside.ts", "../../desk/case.ts", "desk-surface"],
  ["shared/desk/opening/decide-planted.ts", "../cases/change-case.ts", "decisions-pure"],
  ["shared/desk/decide-planted-clock.ts", "../base/platform/clock.ts", "decisions-pure"],
  ["shared/desk/law/planted-event.ts", "../../base/contracts/event.ts", "law-words-alone"],
  ["shared/base/platform/planted.ts", "../../parties/party.ts", "platform-room"],
  ["shared/base/platform/planted-event.ts", "../contracts/event.ts", "platform-forms-alone"],
  ["shared/base/contracts/planted.ts", "../../parties/party.ts", "contracts-room"],
  ["shared/base/contracts/planted-client.ts", "@aws-sdk/client-s3", "contracts-light"],
  ["shared/intake/tracking/planted-function.ts", "../../../functions/one/entry.ts", "shared-without-infra"],
  ["shared/intake/tracking/planted-partner.ts", "../../../client/event.ts", "shared-without-infra"],
  ["functions/one/planted-partner.ts", "../../client/event.ts", "function-without-infra"],
  ["client/planted-hub.ts", "../infra/stacks/stack.ts", "client-alone"],
  ["client/planted-room.ts", "../shared/intake/tracking/joined-record.ts", "client-alone"],
  ["client/planted-store.ts", "../shared/base/platform/deployed-store.ts", "client-pure"],
  ["client/planted-aws.ts", "@aws-sdk/client-s3", "client-without-aws"],
  ["client/planted-undeclared.ts", "fast-check", "client-declares"],
  ["console/planted-undeclared.tsx", "fast-check", "console-declares"],
  ["docs/site/planted-undeclared.mjs", "fast-check", "site-declares"],
  ["functions/one/planted.ts", "../two/entry.ts", "function-alone"],
  ["functions/one/planted-infra.ts", "../../infra/stacks/stack.ts", "function-without-infra"],
  ["functions/one/deployment.ts", "../../shared/desk/case.ts", "deployment-is-data"],
  ["functions/two/deployment.ts", "./entry.ts", "deployment-is-data"],
  ["functions/three/deployment.ts", "zod", "deployment-is-data"],
  ["shared/base/platform/planted-cdk.ts", "aws-cdk-lib", "cdk-in-infra"],
  ["infra/stacks/planted.ts", "../../shared/intake/tracking/joined-record.ts", "infra-without-machinery"],
  ["infra/planted-entry.ts", "../functions/two/entry.ts", "infra-without-machinery"],
  ["infra/constructs/planted.ts", "../../shared/base/platform/table.ts", "infra-without-machinery"],
  ["console/planted-room.tsx", "../shared/intake/tracking/joined-record.ts", "console-alone"],
  ["console/planted-node.ts", "node:crypto", "console-in-the-browser"],
  ["functions/one/planted-page.ts", "../../console/page.tsx", "console-served"],
  ["infra/local/planted.ts", "../../test/doubles/double.ts", "nothing-imports-tests"],
  ["shared/base/platform/planted-dev.ts", "fast-check", "deployed-libraries"],
  ["shared/base/platform/memory-planted.ts", "fast-check", "deployed-libraries"],
  ["infra/stacks/planted-tool.ts", "fast-check", "deploys-without-tools"],
  ["functions/one/planted-deployer.ts", "esbuild", "deployed-libraries"],
  ["shared/base/platform/planted-undeclared.ts", "left-pad", "declared"],
  ["shared/base/platform/planted-absent.ts", "./absent.ts", "resolvable"],
  ["shared/intake/tracking/ring-a.ts", "./ring-b.ts", "no-cycles"],
]

/** Imports that the rules allow, in files of the same tree. */
const allowed: [file: string, imported: string[]][] = [
  ["shared/base/contracts/words.ts", ["zod"]],
  ["shared/base/contracts/event.ts", ["zod", "node:crypto", "./words.ts"]],
  ["shared/desk/law/law.ts", ["zod", "../../base/contracts/words.ts"]],
  ["shared/base/platform/table.ts", ["@aws-sdk/client-s3", "../contracts/words.ts"]],
  ["shared/base/platform/deployed-store.ts", []],
  ["client/event.ts", ["zod", "../shared/base/contracts/event.ts", "../shared/watch/detection/chart.ts"]],
  ["console/page.tsx", ["../shared/base/contracts/event.ts"]],
  ["client/load-sender.ts", ["@aws-sdk/client-s3"]],
  ["shared/parties/party.ts", ["zod", "../base/contracts/words.ts"]],
  ["shared/parties/inside.ts", []],
  ["shared/intake/tracking/joined-record.ts", ["../../parties/party.ts", "../../base/contracts/event.ts"]],
  [
    "shared/intake/tracking/dynamo-store.ts",
    ["@aws-sdk/client-s3", "./joined-record.ts", "../../base/platform/table.ts"],
  ],
  ["shared/intake/tracking/memory-store.ts", ["./joined-record.ts", "../../base/platform/table.ts"]],
  ["shared/intake/tracking/ring-b.ts", ["./ring-a.ts"]],
  ["shared/watch/detection/charts/walk.ts", ["../scoring/score.ts"]],
  ["shared/watch/detection/scoring/score.ts", ["zod"]],
  ["shared/watch/detection/scoring/evaluate.ts", ["../charts/chain.ts"]],
  ["shared/watch/detection/charts/chain.ts", ["zod"]],
  ["shared/watch/detection/chart.ts", ["../../parties/party.ts"]],
  ["shared/watch/lookups/lookup.ts", ["../../intake/tracking/joined-record.ts", "../detection/chart.ts"]],
  ["shared/desk/case.ts", ["../watch/lookups/lookup.ts", "./law/law.ts"]],
  ["shared/desk/cases/change-case.ts", ["../case.ts"]],
  ["shared/desk/opening/decide-opening.ts", ["../case.ts", "../../parties/party.ts"]],
  ["shared/base/platform/clock.ts", []],
  ["shared/pages/problems/page.ts", []],
  ["functions/one/entry.ts", ["@aws-sdk/client-s3", "../../shared/desk/case.ts"]],
  ["shared/base/platform/resource-variables.ts", []],
  ["functions/tables.ts", ["../shared/base/platform/resource-variables.ts"]],
  ["functions/deployment.ts", ["./tables.ts", "../shared/base/contracts/event.ts"]],
  ["functions/grants.ts", ["./deployment.ts"]],
  ["functions/two/entry.ts", ["zod", "./deployment.ts", "../tables.ts"]],
  [
    "functions/four/deployment.ts",
    ["../deployment.ts", "../tables.ts", "../grants.ts", "../../shared/base/contracts/event.ts"],
  ],
  ["infra/stacks/stack.ts", ["aws-cdk-lib", "../../shared/base/contracts/event.ts", "../../shared/parties/party.ts"]],
  [
    "infra/grants.ts",
    ["../functions/deployment.ts", "../functions/tables.ts", "../shared/base/platform/resource-variables.ts"],
  ],
  ["test/doubles/double.ts", ["fast-check", "../../shared/intake/tracking/joined-record.ts"]],
]

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

let violations: { from: string; rule: string }[] = []
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-rules-"))
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  for (const name of ["zod", "@aws-sdk/client-s3", "aws-cdk-lib", "esbuild", "fast-check", "left-pad"]) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }))
    await write(`node_modules/${name}/index.js`, "")
  }
  const dependencies = { zod: "1", "@aws-sdk/client-s3": "1", "aws-cdk-lib": "1", esbuild: "1" }
  const devDependencies = { "fast-check": "1" }
  await write("package.json", JSON.stringify({ name: "planted", type: "module", dependencies, devDependencies }))
  const peers = { "@aws-sdk/client-s3": "1" }
  const client = { name: "planted-client", dependencies: { zod: "1" }, peerDependencies: peers }
  await write("client/package.json", JSON.stringify({ ...client, type: "module" }))
  for (const [file, imported] of [...planted.map(([file, one]) => [file, [one]] as const), ...allowed]) {
    await write(
      file,
      imported
        .map((each, index) => `import${file.endsWith("mjs") ? "" : " type"} * as a${index} from "${each}"\n`)
        .join(""),
    )
  }
  violations = await cruise(folder, ["client", "console", "docs/site", "infra", "functions", "shared", "test"])
}, 60_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function cruise(cwd: string, folders: readonly string[]): Promise<typeof violations> {
  const program = join(project, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs")
  const config = join(project, ".dependency-cruiser.mjs")
  const options = ["--config", config, "--output-type", "json", ...folders]
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options], {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((failure: { stdout: string; stderr: string }) => failure)
  return report.parse(JSON.parse(stdout)).summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }))
}

describe("the import rules", () => {
  it.each(planted)("find that %s imports %s (%s)", (file, _, rule) => {
    expect(violations).toContainEqual({ from: file, rule })
  })

  it("find two folders that import each other, although no two files do", () => {
    expect(violations).toContainEqual({ from: "shared/watch/detection/charts", rule: "no-folder-cycles" })
  })

  it("allow what the house allows", () => {
    const ring = "shared/intake/tracking/ring-b.ts"
    const wronged = violations.filter(({ from }) => from !== ring && allowed.some(([file]) => file === from))
    expect(wronged).toEqual([])
  })
})

it.each(["parties", "intake", "watch", "desk"])("the surface of %s is no longer than others need", async (context) => {
  const surface = z.record(z.string(), z.array(z.string()))
  const text = await readFile(join(project, `shared/${context}/surface.json`), "utf8")
  const listed = Object.values(surface.parse(JSON.parse(text))).flat()
  const others = (await sources("shared")).filter(({ file }) => !file.startsWith(`shared/${context}/`))
  const imported = new Set(
    others.flatMap(({ file, text }) =>
      [...text.matchAll(/"(\.{1,2}\/[^"]+\.ts)"/g)].map(([, path = ""]) => join(dirname(file), path)),
    ),
  )
  expect(listed.filter((file) => !imported.has(`shared/${context}/${file}`))).toEqual([])
})

async function sources(path: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(join(project, path), { recursive: true })
  const files = entries.filter((each) => each.endsWith(".ts")).map((each) => join(path, each))
  return Promise.all(
    files.map(async (file) => ({ file, text: withoutComments(await readFile(join(project, file), "utf8")) })),
  )
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "")
}

describe("what runs", () => {
  it("reads the environment in one place", async () => {
    const readers = [...(await sources("shared")), ...(await sources("functions"))].filter(({ text }) =>
      /process\.env|\benv\b.*from "node:process"/.test(text),
    )
    expect(readers.map(({ file }) => file)).toEqual(["shared/base/platform/environment.ts"])
  })

  it("scans tables for the learner, and for the operator's restrictions and drills, and nowhere else", async () => {
    const running = [...(await sources("shared")), ...(await sources("functions"))]
    const scanning = running.filter(({ text }) => /ScanCommand|paginateScan|ExecuteStatement|PartiQL/.test(text))
    expect(scanning.map(({ file }) => file).sort()).toEqual([
      "shared/pages/operator/load-parties.ts",
      "shared/pages/operator/load-restrictions.ts",
      "shared/watch/detection/profiles/dynamo-access-profiles.ts",
    ])
    const readers = running.filter(({ file, text }) => /\.sample\(/.test(text) && !file.includes("access-profiles"))
    expect(readers.map(({ file }) => file)).toEqual(["shared/watch/detection/learning/learn-retailer-profiles.ts"])
  })

  it("decides on cases without waiting, and stores them in one place", async () => {
    const desk = (await sources("shared")).filter(({ file }) => file.startsWith("shared/desk/"))
    const decisions = desk.filter(({ file }) => /\/decide-(?!restriction)[^/]+$/.test(file))
    expect(decisions.length).toBeGreaterThan(8)
    const waiting = decisions.filter(({ text }) => /\b(async|await|Promise)\b/.test(text))
    expect(waiting.map(({ file }) => file)).toEqual([])
    const committing = desk.filter(({ text }) => /\.commit\(/.test(text))
    expect(committing.map(({ file }) => file)).toEqual(["shared/desk/cases/case-writer.ts"])
  })

  it("knows neither the present nor chance in its core", async () => {
    const impureName = /^shared\/base\/platform\/|\/(dynamo|load|deployed)-[^/]+$/
    const core = (await sources("shared")).filter(({ file }) => !impureName.test(file))
    expect(core.length).toBeGreaterThan(10)
    const impure = core.filter(({ text }) => /Date\.now\(|new Date\(\)|Math\.random|randomUUID|randomBytes/.test(text))
    expect(impure.map(({ file }) => file)).toEqual([])
  })
})
