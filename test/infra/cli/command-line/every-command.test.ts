import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import * as z from "zod"
import { anyCredentials, type Ran } from "../run-wayseal.ts"
import { answer, answerWith, everyCommand } from "./answer.ts"

/** Some commands load the CDK and the clients of AWS, which takes a while on a busy machine. */
jest.setTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), "wayseal-every-"))
const broken = join(folder, "broken.json")
const nowhere = join(folder, "nowhere.json")

beforeAll(() => {
  writeFileSync(broken, '{ "parties": [')
  mkdirSync(join(folder, "broken"))
  writeFileSync(join(folder, "broken/wayseal.config.json"), "{")
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Arguments with which a command ends with 2, and what it says. */
type Failure = { readonly args: readonly string[]; readonly says: RegExp }

const unknownStage: Failure = {
  args: ["--stage", "locl"],
  says: /did you mean local\? Choose one of: .*local/,
}
const brokenStage: Failure = { args: ["--stages", folder, "--stage", "broken"], says: /it is not JSON/ }
const ofStage = [unknownStage, brokenStage]
const ofInvited = [
  ...ofStage.map(({ args, says }) => ({ args: ["northpost", ...args], says })),
  { args: ["--stage", "local"], says: /Missing required argument/ },
]

const asNorthpost = ["--party", "northpost", "--audience", "wayseal-local"]

/** How each command fails when what it needs is missing or broken. */
const failures: Readonly<Record<string, readonly Failure[]>> = {
  setup: [
    { args: [], says: /There is no terminal to ask at/ },
    { args: ["--yes", "--law", "gdpr"], says: /--law: there is no law "gdpr"/ },
  ],
  "laws review": [
    { args: [], says: /Give --out for a page, or --import/ },
    { args: ["--import", nowhere], says: /there is no such file/ },
    { args: ["--import", broken], says: /is no YAML/ },
  ],
  "notice-sentences": [
    { args: [], says: /Missing required argument/ },
    { args: ["gdpr"], says: /"gdpr" is no law of the pack/ },
    { args: ["eu-gdpr", "--check", nowhere], says: /the file cannot be read/ },
    { args: ["eu-gdpr", "--check", broken], says: /it is no JSON/ },
  ],
  "parties check": [
    { args: [nowhere], says: /there is no such file/ },
    { args: [broken], says: /it is not JSON/ },
  ],
  "parties list": [
    ...ofStage,
    { args: ["--stage", "local", "--state", "lost"], says: /Allowed choices are invited, answered/ },
  ],
  "parties invite": [
    ...ofInvited,
    { args: ["northpost", "--stage", "local", "--days", "61"], says: /Write a whole number from 1 to 60/ },
  ],
  "parties show": ofInvited,
  "parties approve": [
    ...ofInvited,
    { args: ["northpost", "--stage", "local", "--version", "two"], says: /Write a whole number from 1/ },
  ],
  "parties decline": ofInvited,
  "parties remove": ofInvited,
  preflight: ofStage,
  "check-upgrade": ofStage,
  connector: [
    ...ofStage,
    { args: ["--stage", "example"], says: /Name a party with --party/ },
    { args: ["--stage", "example", "--party", "maplebook"], says: /did you mean maplebooks\?/ },
  ],
  status: ofStage,
  doctor: ofStage,
  redrive: ofStage,
  drill: ofStage,
  "hub-breach": [
    ...ofStage,
    { args: ["--stage", "local", "--fields", "street"], says: /Allowed choices are existence, retailer/ },
  ],
  remove: [
    ...ofStage,
    { args: ["--stage", "example"], says: /"example" keeps its data, so this command does not remove it/ },
  ],
  settings: [
    ...ofStage,
    { args: ["--stage", "example", "northpost", "--follow-file", "emials"], says: /did you mean emails\?/ },
    { args: ["--stage", "example", "--follow-file", "emails"], says: /needs a party/ },
  ],
  "restore-register": [
    ...ofStage,
    {
      args: ["--stage", "local", "--table", "Cases"],
      says: /Allowed choices are BreachCases, SealingKeys, InvitedParties/,
    },
  ],
  detect: [
    { args: [], says: /Missing required argument/ },
    { args: ["access.log", "--parties", broken], says: /is not a list of parties/ },
    { args: ["access.log", "--html", join(folder, "none/report.html")], says: /cannot be written/ },
  ],
  verify: [
    { args: [nowhere], says: /cannot be read/ },
    { args: [broken], says: /is not a dossier: it is not JSON/ },
    { args: [folder], says: /manifest.json is missing/ },
  ],
  "evidence-package": [
    { args: [], says: /Missing required argument/ },
    { args: ["WS-7K2Q9M4XTB", "--out", folder], says: /is not empty. Name a new folder/ },
    { args: ["WS-7K2Q9M4XTB", "--out", nowhere, "--dossier", broken], says: /give the hub's public keys with --keys/ },
    {
      args: ["WS-7K2Q9M4XTB", "--out", nowhere, "--dossier", broken, "--keys", broken],
      says: /The dossier is none/,
    },
  ],
  "sign-token": [
    { args: ["--party", "northpost"], says: /Give --audience, or set WAYSEAL_AUDIENCE/ },
    { args: [...asNorthpost, "--key", nowhere], says: /does not exist, or cannot be read/ },
    { args: [...asNorthpost, "--key", broken], says: /is neither a JWK .* nor a PKCS#8 PEM/ },
  ],
  ...Object.fromEntries(
    ["shipment-created", "delivered", "exception", "walk", "breach"].map((name) => [
      `trigger ${name}`,
      [
        { args: [], says: /Give --party, or set WAYSEAL_PARTY/ },
        { args: [...asNorthpost, "--key", nowhere], says: /does not exist, or cannot be read/ },
      ],
    ]),
  ),
  listen: [
    { args: [], says: /Give --party, or set WAYSEAL_PARTY/ },
    { args: ["--party", "northpost"], says: /Give --bus, or set WAYSEAL_EXCHANGE_BUS/ },
    { args: ["--party", "northpost", "--bus", "b", "--forward-to", "here"], says: /takes an http or https address/ },
    { args: ["--events", "none"], says: /Write a whole number from 1/ },
    { args: ["--party", "northpost", "--bus", "b", "--secret", "guess"], says: /--secret takes whsec_ and base64/ },
    { args: ["--party", "northpost", "--bus", "b", "--secret", "whsec_?"], says: /--secret takes whsec_ and base64/ },
  ],
  "explain-dead-letters": [{ args: [], says: /Give --queue-url, or set WAYSEAL_DEAD_LETTER_QUEUE_URL/ }],
  "ship-accesses": [
    { args: ["access.log"], says: /Give --fingerprint-key, or set WAYSEAL_FINGERPRINT_KEY/ },
    { args: ["access.log", "--fingerprint-key", nowhere], says: /openssl rand -out/ },
    { args: ["access.log", "--proof", "none-such"], says: /Allowed choices are none, postalCode/ },
  ],
  "pull-tracking": [
    { args: [], says: /Missing required argument/ },
    { args: [nowhere], says: /does not exist, or cannot be read/ },
    { args: [broken], says: /broken\.json, line 1: it has not 12, 13 or 16/ },
    { args: [nowhere, "--per-minute", "0"], says: /Write a whole number from 1/ },
  ],
  validate: [
    { args: [], says: /Missing required argument/ },
    { args: [nowhere, "--offline"], says: /nowhere\.json does not exist, or cannot be read/ },
    { args: [broken, "--offline"], says: /broken\.json, line 1: it is not JSON/ },
  ],
  enforce: [
    { args: [], says: /Name an output/ },
    { args: ["--dry-run"], says: /Give --party, or set WAYSEAL_PARTY/ },
    { args: ["--every", "now"], says: /Write a whole number of seconds from 1/ },
  ],
  "check-references": [
    { args: [], says: /Missing required argument/ },
    { args: [nowhere], says: /does not exist, or cannot be read/ },
    { args: [broken, "--column", "order"], says: /has no column order/ },
  ],
  guard: [
    { args: [], says: /Give --reference, such as/ },
    { args: ["--reference", "/track/"], says: /--reference needs \{reference\}/ },
    { args: ["--orders-per-day", "0"], says: /Write a number above 0/ },
    { args: ["--reference", "/track/{reference}", "--exempt", "home"], says: /--exempt takes networks such as/ },
    { args: ["--reference", "/track/{reference}", "--listen", "here"], says: /--listen takes a host and a port/ },
  ],
  "watch-statements": [
    { args: [], says: /Missing required argument/ },
    { args: [folder], says: /Give --party, or set WAYSEAL_PARTY/ },
    { args: [folder, "--party", "northpost", "--events", nowhere], says: /cannot be read/ },
    { args: [folder, "--party", "northpost", "--events", broken], says: /broken\.json, line 1 is not JSON/ },
    { args: [join(broken, "in"), "--party", "northpost", "--offline"], says: /is no folder that can be written/ },
  ],
  "compare-statements": [
    { args: [], says: /Missing required argument/ },
    { args: [nowhere], says: /cannot be read/ },
    { args: [broken], says: /is neither a statement nor the shared part of one/ },
  ],
  simulate: [{ args: ["--schedules", "none"], says: /It takes a whole number from 1/ }],
  start: [{ args: ["now"], says: /Too many arguments/ }],
  replay: [{ args: ["now"], says: /Too many arguments/ }],
  "try walk": ofStage,
  "try publish": [{ args: ["now"], says: /Too many arguments/ }],
  "try look-up": [{ args: ["now"], says: /Too many arguments/ }],
  "try queue": [{ args: ["northpst"], says: /did you mean northpost\?/ }],
  "example-2018": [{ args: ["--shipments", "1"], says: /It takes a whole number from 50 to 20000/ }],
  "example-2021": [{ args: ["now"], says: /Too many arguments/ }],
}

const commands = await everyCommand()
const cases = commands.flatMap(({ words }) =>
  (failures[words] ?? []).map((failure) => ({ words, ...failure, shown: failure.args.join(" ") })),
)
const stopped = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })

it("knows how each command fails", () => {
  expect(commands.map(({ words }) => words).sort()).toEqual(Object.keys(failures).sort())
})

describe.each(commands)("npx wayseal $words", ({ words, options }) => {
  const args = words.split(" ")

  it("has help with examples that it accepts, and its exit status", async () => {
    const { status, stdout, stderr } = await answer(...args, "--help")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(new RegExp(`^Usage: npx wayseal ${words} `))
    expect(stdout).toMatch(/--json +print one JSON object/)
    expect(stdout).toMatch(/\nExit status:\n {2}0 {2}.+(\n {2}1 {2}.+)?\n {2}2 {2}.+\n {2}3 {2}.+\n$/)
    const [, examples = ""] = /\nExamples:\n([\s\S]+)\n\nExit status:/.exec(stdout) ?? []
    expect(examples).toMatch(new RegExp(`npx wayseal ${words}|npm start`))
    // Of prose. Usage and examples are for the terminal to wrap.
    for (const line of stdout.split("\n").filter((one) => /^(?! |Usage:)/.test(one)))
      expect(line.length).toBeLessThanOrEqual(120)
    const known = ["--", ...options]
    for (const [option] of examples.matchAll(/(?<= )--[a-z-]*/g)) expect(known).toContain(option)
  })

  it("answers an unknown option with a sentence, and ends with 2", async () => {
    const { status, stdout, stderr } = await answer(...args, "--jsno")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toBe(`Unknown option '--jsno'. Did you mean --json?\nSee: npx wayseal ${words} --help\n`)
  })
})

describe("a command that cannot do its work", () => {
  it.each(cases)("says why in sentences: $words $shown", async ({ words, args, says }) => {
    const ran = await answer(...words.split(" "), ...args)
    expect(ran).toMatchObject({ status: 2, stdout: "" })
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr).not.toMatch(/^ +at /m)
  })

  it.each(cases)("says it as one object for programs: $words $shown", async ({ words, args, says }) => {
    // With --json the set-up asks nothing.
    const given = args.length === 0 && words === "setup" ? ["--law", "gdpr"] : args
    const ran = await answer(...words.split(" "), ...given, "--json")
    expect(ran).toMatchObject({ status: 2, stderr: "" })
    const { error } = stopped.parse(JSON.parse(ran.stdout))
    expect(["wrongUsage", "unusableFile"]).toContain(error.code)
    expect(error.message).toMatch(given === args ? says : /there is no law "gdpr"/)
  })
})

const askingAws = commands.filter(({ options }) => options.includes("--endpoint"))

describe("a command that AWS does not answer", () => {
  it.each(askingAws)("says so, and ends with 3: $words", async ({ words, needed }) => {
    const args = [...words.split(" "), ...Array.from({ length: needed }, () => "northpost")]
    const given = [...args, "--stage", "local", "--endpoint", "http://127.0.0.1:9", "--json"]
    const { status, stdout, stderr } = await answerWith(anyCredentials, ...given)
    expect({ status, stderr }).toEqual({ status: 3, stderr: "" })
    expect(JSON.parse(stdout)).toEqual({
      error: { code: "noAnswer", message: "AWS cannot be reached: nothing listens there." },
    })
  })
})

/** Runs a file whose input is closed and whose output nobody reads. */
const runUnread = (...args: readonly string[]): Promise<Ran> =>
  new Promise((settle) => {
    const script = '"$0" "$@" <&- | true; exit $PIPESTATUS'
    // Without the exchange that npm start may run at the moment.
    const env = { ...process.env, WAYSEAL_API_URL: "http://127.0.0.1:9" }
    execFile("bash", ["-c", script, process.execPath, ...args], { env }, (error, stdout, stderr) => {
      settle({ status: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })

describe("a command whose input is closed and whose output nobody reads", () => {
  const lineOf = (words: string) => [...words.split(" "), ...(failures[words]?.[0]?.args ?? []), "--json"]
  const statusFile = join(folder, "statuses.json")
  let said: Ran
  const statuses = () => z.array(z.number()).parse(JSON.parse(readFileSync(statusFile, "utf8")))
  beforeAll(async () => {
    const lines = JSON.stringify(commands.map(({ words }) => lineOf(words)))
    said = await runUnread("test/infra/cli/command-line/run-unread.ts", statusFile, lines)
  })

  // With --json the set-up asks nothing, and finds that no party was named.
  it.each(commands.map(({ words }, place) => ({ words, place })))("ends as it would otherwise: $words", ({ place }) => {
    expect(statuses()[place]).toBe(2)
  })

  it("prints nothing elsewhere", () => {
    expect(said).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  it("prints its help to nobody, and its errors", async () => {
    const program = "infra/cli/wayseal.ts"
    expect(await runUnread(program, "--help")).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(await runUnread(program, ...lineOf("setup"))).toEqual({ status: 2, stdout: "", stderr: "" })
  })
})

describe("npx wayseal", () => {
  it("has help that lists the commands and what each exit status means", async () => {
    const { status, stdout } = await answer("--help")
    expect(status).toBe(0)
    for (const { words } of commands) expect(stdout).toContain(`\n  ${words.split(" ")[0]}`)
    expect(stdout).toMatch(/\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}.+\n {2}3 {2}.+\n/)
  })

  it("suggests the command that was meant", async () => {
    expect(await answer("statsu")).toEqual({
      status: 2,
      stdout: "",
      stderr: "Unknown command 'statsu'. Did you mean status?\nSee: npx wayseal --help\n",
    })
  })

  it.each([[[]], [["parties"]]])("asks for a command when none is named: %j", async (args) => {
    const { status, stdout, stderr } = await answer(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain("\nCommands:\n")
  })
})
