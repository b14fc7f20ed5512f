import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, statSync } from "node:fs"
import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import type { Metafile, Plugin } from "esbuild"
import * as z from "zod"
import { findPartiesWithSettings, listParties, noteDeliveries } from "../../functions/grants.ts"
import { buildBundles, bundleFunctions, bundling } from "../../infra/bundle.ts"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { type StageSettings, stageConfig } from "../../infra/stages/stage-config.ts"
import { type OptionalPart, optionalParts } from "../../shared/base/platform/resource-variables.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { PartiesInvalid } from "../../shared/parties/parse-parties.ts"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const originSecret = "o".repeat(64)
const secrets: Readonly<Record<string, string>> = {
  KeyedHashSecret: JSON.stringify({ activeFrom: { "1": "1970-01-01T00:00:00Z" }, "1": "k".repeat(64) }),
  CanariesSecret: JSON.stringify({ references: [] }),
  OriginSecret: JSON.stringify({ "1": originSecret }),
}
const secretOf = (id: string) => Object.entries(secrets).find(([name]) => id.includes(name))?.[1]
const request = z.object({ SecretId: z.string() })
/** Whether tables can be read. */
let hasTables = true
/** Answers as Secrets Manager does, and as tables without rows do. */
const secretsManager = createServer(async (asked, answer) => {
  if (asked.headers["x-amz-target"] === "DynamoDB_20120810.BatchGetItem") {
    answer.statusCode = hasTables ? 200 : 400
    return void answer.end(hasTables ? '{"Responses":{}}' : '{"__type":"ResourceNotFoundException"}')
  }
  const { SecretId } = request.parse(JSON.parse((await asked.toArray()).join("")))
  answer.setHeader("content-type", "application/x-amz-json-1.1")
  answer.end(JSON.stringify({ Name: SecretId, SecretString: secretOf(SecretId) }))
})

/**
 * Imports each bundle with its own environment, as Lambda does at a cold start. Functions that answer requests get one
 * with each set of headers that no route fits, so that they make all routes if they answer it at all. Prints with which
 * status they answered, what failed, and which bundles compiled code that they wrote themselves.
 */
const starter = `
const { environments, answering, headerSets, folder } = JSON.parse(process.argv[2])
const requestContext = { http: { method: "GET", sourceIp: "203.0.113.7" } }
const inherited = { ...process.env }
const failures = {}
const answers = {}
let started
globalThis.Function = new Proxy(Function, {
  construct(compile, parts) {
    failures[started] = "compiled " + parts
    return new compile(...parts)
  },
})
for (const [name, environment] of Object.entries(environments)) {
  process.env = { ...inherited, ...environment }
  started = name
  try {
    const { handler } = await import(folder + "/" + name + "/index.mjs")
    if (typeof handler !== "function") failures[name] = "no handler"
    else if (process.moduleLoadList.some((loaded) => loaded.endsWith("/undici"))) failures[name] = "loaded undici"
    else if (answering.includes(name)) {
      answers[name] = []
      for (const headers of headerSets)
        answers[name].push((await handler({ rawPath: "/v1/nothing", headers, requestContext }, {})).statusCode)
    }
  } catch (error) {
    failures[name] = String(error)
  }
}
process.stdout.write("\\n" + JSON.stringify({ answers, failures }))
process.exit()
`

const browserEdge = stageConfig.shape.browserEdge.parse({ domain: "track.hub.example", hostedZoneId: "Z0123456789" })

/** The environment of each function in the template. A reference becomes the name of what it refers to. */
async function environments(
  settings: Partial<StageSettings>,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const functions = resourcesOf("AWS::Lambda::Function", (await synthesise("dev", { settings })).functions)
  return Object.fromEntries(
    functions.map(({ Properties }) => {
      const variables = z.record(z.string(), z.unknown()).parse(Properties["Environment"].Variables)
      const values = Object.entries(variables).map(([name, value]) => [
        name,
        typeof value === "string" ? value : (referredTo(value) ?? "a-resource"),
      ])
      return [variables["POWERTOOLS_SERVICE_NAME"], Object.fromEntries(values)]
    }),
  )
}

const deployments = await loadDeployments()
const partiesPath = "stages/local/parties.json"
let folder: string
const builtHere = mkdtempSync(join(tmpdir(), "bundles-"))
/** What esbuild says of each file that it wrote. */
const outputs: Metafile["outputs"] = {}
const measuring: Plugin = {
  name: "measuring",
  setup({ initialOptions, onEnd }) {
    initialOptions.metafile = true
    onEnd(({ metafile }) => {
      Object.assign(outputs, metafile?.outputs)
    })
  },
}

beforeAll(async () => {
  bundling.plugins.push(measuring)
  const before = process.umask(0o077)
  try {
    // What esbuild says of a bundle is known only when it is built.
    folder = await bundleFunctions([...deployments.keys()], partiesPath, {
      build: async (names) => {
        await buildBundles(names, builtHere)
        return builtHere
      },
    })
  } finally {
    process.umask(before)
  }
  await writeFile(join(folder, "start.mjs"), starter)
  await new Promise<void>((resolve) => secretsManager.listen(0, "127.0.0.1", resolve))
}, 240_000)
afterAll(async () => {
  secretsManager.close()
  for (const made of [folder, builtHere]) await rm(made, { recursive: true })
  bundling.plugins.splice(bundling.plugins.indexOf(measuring), 1)
})

/** Functions that answer requests. */
const answering = [...deployments].flatMap(([name, { http }]) => (http === undefined ? [] : [name]))

const started = z.object({
  answers: z.record(z.string(), z.array(z.number())),
  failures: z.record(z.string(), z.string()),
})

/** Starts every function of a stage, and asks those that answer once with each of these sets of headers. */
async function startAll(settings: Partial<StageSettings>, ...headerSets: Readonly<Record<string, string>>[]) {
  const address = z.object({ port: z.number() }).parse(secretsManager.address())
  const given = JSON.stringify({ environments: await environments(settings), answering, headerSets, folder })
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "start.mjs"), given], {
    env: {
      AWS_REGION: "ca-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      // Every start reads the same bundles. The first one leaves what Node.js compiled to the others.
      NODE_COMPILE_CACHE: join(builtHere, "compiled"),
    },
  })
  return started.parse(JSON.parse(stdout.split("\n").at(-1) ?? ""))
}

/** That every function which answers requests gave these answers. */
const allAnswer = (...statuses: readonly number[]) => Object.fromEntries(answering.map((name) => [name, statuses]))

describe("every function", () => {
  it("starts with only the resources that it declares, compiles no schema, and loads no WebSocket client", async () => {
    expect(answering).toContain("serve-breach-desk")
    expect(await startAll({}, {})).toEqual({ answers: allAnswer(404), failures: {} })
  }, 120_000)

  it("refuses behind an edge what did not come through it, and answers what did", async () => {
    const direct = { "x-wayseal-client-address": "203.0.113.7" }
    const fromEdge = { "x-wayseal-origin-secret": originSecret, ...direct }
    expect(await startAll({ browserEdge }, direct, fromEdge)).toEqual({ answers: allAnswer(403, 404), failures: {} })
  }, 240_000)

  it.each<[string, readonly OptionalPart[]]>([
    ["the desk", ["desk", "console"]],
    ["statements", ["proof"]],
    ["the console", ["console"]],
    ["invited parties", ["invitedParties"]],
    ["all that it can", optionalParts],
  ])(
    "starts with what is there in a stage that leaves out %s",
    async (_, leftOut) => {
      const taken = Object.fromEntries(optionalParts.map((part) => [part, !leftOut.includes(part)]))
      const parts = stageConfig.shape.parts.parse(taken)
      const operators = leftOut.includes("vendors") ? { operators: undefined } : {}
      const { answers, failures } = await startAll({ parts, ...operators }, {})
      expect(failures).toEqual({})
      expect(answers).toMatchObject({ "look-up-shipment": [404], "serve-breach-desk": [404] })
    },
    120_000,
  )

  it("that uses settings of parties does not start when it cannot read them", async () => {
    const readers: readonly unknown[] = [findPartiesWithSettings, listParties, noteDeliveries]
    const using = Object.keys(await environments({})).filter((name) =>
      deployments.get(name)?.includes?.some((grants) => readers.includes(grants)),
    )
    expect(using).toContain("look-up-shipment")
    hasTables = false
    const { failures } = await startAll({}, {})
    hasTables = true
    expect(failures).toEqual(
      Object.fromEntries(using.map((name) => [name, expect.stringContaining("ResourceNotFoundException")])),
    )
  }, 120_000)
})

const read = new Map<string, Promise<string>>()

/** The code that a function reads when it starts: its entry, and what that imports without condition, each once. */
function codeAtStart(name: string): Promise<string> {
  const code = read.get(name) ?? readCodeAtStart(name)
  read.set(name, code)
  return code
}

async function readCodeAtStart(name: string): Promise<string> {
  const texts = new Map<string, string>()
  const collect = async (file: string): Promise<void> => {
    // The laws are data beside the code, and grow with every file of a law.
    if (texts.has(file) || file === "laws.mjs") return
    const text = await readFile(join(folder, name, file), "utf8")
    texts.set(file, text)
    for (const [, chunk] of text.matchAll(/(?:from|import)"\.\/([^"]+\.mjs)"/g)) await collect(String(chunk))
  }
  await collect("index.mjs")
  return [...texts.values()].join("\n")
}

/** Functions that every parcel or lookup needs. */
const hotFunctions = ["look-up-shipment", "record-access", "record-progress", "record-shipment", "relay-tracking"]
/** A bundle grows with what the function does. Near this a library has come in that it may not need. */
const mostKilobytes = 865
/** It holds the client of S3 and every document. Nobody waits for it to start. */
const mostKilobytesToDraw = 1_060

const mostOf: Readonly<Record<string, number>> = {
  // docs/bench/performance.md compares the starts of these three. What they load more than today is seen here.
  "look-up-shipment": 665,
  "record-shipment": 540,
  "serve-breach-desk": 556,
  "draw-document": mostKilobytesToDraw,
}

describe("the code that a function reads when it starts", () => {
  it.each([...deployments.keys()])("is small: %s", async (name) => {
    const most = mostOf[name] ?? mostKilobytes
    expect(Buffer.byteLength(await codeAtStart(name)) / 1024).toBeLessThan(most)
  })

  it.each([...deployments.keys()])("searches no files, processes or sign-ins for credentials: %s", async (name) => {
    expect(await codeAtStart(name)).not.toMatch(/credential_process|sso_start_url|AWS_WEB_IDENTITY_TOKEN_FILE/)
  })

  it("holds the libraries of PDF and DOCX in one function alone: no file of the desk does", async () => {
    const ofLibraries = ["pdfuaid:part", "word/document.xml"]
    for (const name of deployments.keys()) {
      const files = (await readdir(join(folder, name))).filter((file) => file.endsWith(".mjs"))
      const texts = await Promise.all(files.map((file) => readFile(join(folder, name, file), "utf8")))
      for (const held of ofLibraries)
        expect([name, held, texts.some((text) => text.includes(held))]).toEqual([name, held, name === "draw-document"])
    }
  })

  it("does not hold the client of S3, which the desk reads when it makes a link", async () => {
    const files = await readdir(join(folder, "serve-breach-desk"))
    const later = files.filter((file) => file.startsWith("deployed-s3-links-"))
    expect(later).toHaveLength(1)
    expect(await readFile(join(folder, "serve-breach-desk", String(later[0])), "utf8")).toMatch(/bucket-?key-?enabled/i)
    expect(await codeAtStart("serve-breach-desk")).not.toMatch(/bucket-?key-?enabled/i)
  })

  it("does not hold the hub's use cases, which what accepts events reads when a party validates", async () => {
    const files = await readdir(join(folder, "accept-event"))
    const later = files.filter((file) => file.startsWith("deployed-dry-run-"))
    expect(later).toHaveLength(1)
    expect(await readFile(join(folder, "accept-event", String(later[0])), "utf8")).toContain("TrackingRecords")
    expect(Buffer.byteLength(await codeAtStart("accept-event")) / 1024).toBeLessThan(600)
  })

  it("does not hold the laws and the rows of cases, which the recipient's page reads when a parcel opens", async () => {
    const files = await readdir(join(folder, "serve-recipient-page"))
    expect(files.filter((file) => file.startsWith("deployed-more-of-parcel-"))).toHaveLength(1)
    const code = await codeAtStart("serve-recipient-page")
    const found = ["Track your parcel", "Someone looked up deliveries", "./laws.mjs"].map((text) => code.includes(text))
    expect(found).toEqual([true, false, false])
  })

  it.each(hotFunctions)("knows only the contracts that the function needs: %s", async (name) => {
    const code = await codeAtStart(name)
    for (const detailType of ["BreachReported", "IndividualsNotified", "RestrictionRenewalRequested"])
      expect(code).not.toContain(detailType)
  })
})

describe("a bundle", () => {
  /** The files of a function that esbuild wrote, and what went into them. */
  const built = (name: string) => {
    const files = Object.entries(outputs).flatMap(([path, file]) => (path.split("/").at(-2) === name ? [file] : []))
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return { bytes, inputs: files.flatMap(({ inputs }) => Object.entries(inputs)) }
  }

  it("can be read by Lambda, whatever the umask of whoever deploys", () => {
    const entries = [...deployments.keys()].flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, withFileTypes: true }),
    )
    expect(entries.length).toBeGreaterThan(deployments.size)
    for (const entry of entries) {
      const { mode } = statSync(join(entry.parentPath, entry.name))
      expect(mode & 0o777).toBe(entry.isDirectory() ? 0o755 : 0o644)
    }
    for (const name of deployments.keys()) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o755)
  })

  it.each([...deployments.keys()])(
    "has only what it uses of zod, whose messages in fifty languages are a third of a megabyte: %s",
    (name) => {
      const locales = built(name).inputs.filter(
        ([path, { bytesInOutput }]) =>
          path.includes("/zod/v4/locales/") && bytesInOutput > 500 && !path.endsWith("/en.js"),
      )
      expect(locales.map(([path]) => path)).toEqual([])
    },
  )

  it.each([...deployments.keys()])("is small, with what it reads later: %s", (name) => {
    const { bytes, inputs } = built(name)
    const has = (library: string) => inputs.some(([path]) => path.includes(`/${library}/`))
    // The desk reads the client of S3 only when it makes a link, what accepts events the dry run only when a party
    // validates, and the recipient's page the laws only for a parcel. What delivers to webhooks reads the client of SQS
    // only for messages that come again, what takes a queue that of EventBridge only to reject a message, and letters
    // only for channels that people read.
    const tells = ["deliver-webhook", "retry-webhooks", "open-breach-case", "run-breach-desk"].includes(name)
    const isSplit = has("client-s3") || has("pages/recipient") || name === "accept-event" || tells
    const limit = has("pdfkit") ? 3_500_000 : isSplit ? 1_660_000 : 1_045_000
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(limit)
  })
})

describe("the parties of a bundle", () => {
  const parties = readParties(partiesPath)

  it("are what their schema reads from the parties file, beside each function that needs them", async () => {
    const beside = [...deployments.keys()].filter((name) => existsSync(join(folder, name, "parties.mjs")))
    expect(beside).toEqual(expect.arrayContaining(["accept-event", "look-up-shipment", "serve-breach-desk"]))
    const imports = beside.map((name) => `(await import("./${name}/parties.mjs")).bundledParties()`)
    await writeFile(join(folder, "print.mjs"), `console.log(JSON.stringify([${imports.join(", ")}]))`)
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "print.mjs")])
    expect(JSON.parse(stdout)).toEqual(beside.map(() => parties))
  })

  it("have the laws beside them as data, for each function that derives duties or checks entries", async () => {
    const beside = [...deployments.keys()].filter((name) => existsSync(join(folder, name, "laws.mjs")))
    expect(beside).toEqual(
      expect.arrayContaining(["accept-event", "open-breach-case", "serve-breach-desk", "serve-invitations"]),
    )
    await writeFile(join(folder, "laws.mjs"), 'export { laws } from "./open-breach-case/laws.mjs"')
    const { laws } = z.object({ laws: z.unknown() }).parse(await import(pathToFileURL(join(folder, "laws.mjs")).href))
    expect(laws).toEqual(JSON.parse(JSON.stringify(lawCatalogue)))
  })

  it("are checked when the bundle is made, and not again when it starts", async () => {
    const invalid = join(folder, "invalid-parties.json")
    await writeFile(invalid, '{"parties":[{"id":"leafline","kind":"retailer"}]}')
    await expect(bundleFunctions(["accept-event"], invalid)).rejects.toThrow(PartiesInvalid)
    // The function that takes what invited parties enter has to check that.
    for (const name of [...deployments.keys()].filter((each) => each !== "serve-invitations"))
      expect(await codeAtStart(name)).not.toContain("an AWS account has 12 digits")
  })
})
