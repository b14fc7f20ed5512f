import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { readPartiesFile } from "../../../infra/stages/read-parties.ts"
import { readStage } from "../../../infra/stages/read-stage.ts"
import { answer } from "./command-line/answer.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "setup-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const setUp = (...args: readonly string[]) => answer("setup", "--yes", "--stages", folder, ...args)
const twoParties = ["--retailer", "maple=Maple Books", "--carrier", "north-post", "--law", "ca-pipeda,eu-gdpr"]

describe("npx wayseal setup", () => {
  it("writes a trial that can be deployed at once, with a key for each party", async () => {
    const made = await setUp("--stage", "try1", ...twoParties)
    expect(made).toMatchObject({ status: 0, stderr: "" })
    expect(made.stdout).toContain("npx cdk deploy --all -c stage=try1")
    expect(made.stdout).toContain("no party has a queue, because no --account was given")
    const { settings, partiesPath } = readStage("try1", folder)
    expect(settings).toMatchObject({ region: "ca-central-1", keepData: false })
    const [maple, north] = readPartiesFile(partiesPath, { hubAccountMayPublish: false })
    expect(maple).toMatchObject({ id: "maple", alias: "Maple Books", laws: ["ca-pipeda", "eu-gdpr"] })
    expect(north).toMatchObject({ id: "north-post", alias: "North Post", kind: "carrier" })
    const keyFile = join(folder, "try1/keys/maple.json")
    const { d, ...publicKey } = z.looseObject({ d: z.string() }).parse(JSON.parse(readFileSync(keyFile, "utf8")))
    expect(d).toHaveLength(43)
    expect(maple?.credentials).toEqual({ publicKeys: [publicKey] })
    for (const file of [keyFile, partiesPath]) expect(statSync(file).mode & 0o077).toBe(0)
  })

  it("prints the commands with the account and region, the check of the account first", async () => {
    const { stdout } = await setUp("--stage", "dev", "--account", "111122223333", ...twoParties)
    expect(stdout).toMatch(
      /preflight --stage dev\n {2}npx cdk bootstrap aws:\/\/111122223333\/ca-central-1 --app "" .*\n {2}npx cdk deploy/,
    )
  })

  it("says that a party was put into Canada where its law or the region is of elsewhere", async () => {
    const elsewhere = ["--retailer", "maple", "--law", "eu-gdpr"]
    const made = await setUp("--stage", "dev1", ...elsewhere)
    expect(made.stdout).toContain(
      "parties.json: no --country and --time-zone was given, so each party is in CA, America/Toronto. Correct",
    )
    const zoneless = await setUp("--stage", "dev2", ...twoParties, "--region", "eu-west-1", "--country", "CA")
    expect(zoneless.stdout).toContain("no --time-zone was given")
    const given = ["--country", "IE", "--time-zone", "Europe/Dublin"]
    expect((await setUp("--stage", "dev3", ...elsewhere, ...given)).stdout).not.toContain("was given, so each")
    expect((await setUp("--stage", "dev4", ...twoParties)).stdout).not.toContain("was given, so each")
  })

  it("lets whoever tries a stage read the queues of its parties", async () => {
    await setUp("--stage", "dev", "--account", "111122223333", ...twoParties)
    const [maple] = readPartiesFile(join(folder, "dev/parties.json"), { hubAccountMayPublish: true })
    expect(maple?.channels.queueReader).toBe("arn:aws:iam::111122223333:root")
    expect(readStage("dev", folder).settings.account).toBe("111122223333")
  })

  it("says what is left to do, and makes no keys, for production", async () => {
    const made = await setUp("--stage", "prod", "--purpose", "production", "--json", "--retailer", "maple")
    expect(made.status).toBe(0)
    const { written, toDo } = z
      .object({ written: z.array(z.string()), toDo: z.array(z.string()) })
      .parse(JSON.parse(made.stdout))
    expect(written).toHaveLength(2)
    expect(toDo.join("\n")).toMatch(
      /alarmEmails is empty.+\n.*maple: laws names no law.+\n.*maple: it has neither account/,
    )
  })

  it("writes nothing if two parties could be taken for each other, or if there is none", async () => {
    const same = await setUp("--stage", "dev", "--retailer", "maple", "--carrier", "maple=Other", "--law", "ca-pipeda")
    expect(same).toMatchObject({ status: 2, stdout: "" })
    expect(same.stderr).toMatch(/id is used twice/)
    expect((await setUp("--stage", "dev")).stderr).toMatch(/Name at least one --retailer or --carrier/)
    expect(() => readStage("dev", folder)).toThrow(/There is no stage/)
  })

  it("asks for --yes where there is no terminal", async () => {
    const { status, stderr } = await answer("setup", "--stages", folder, ...twoParties)
    expect(status).toBe(2)
    expect(stderr).toMatch(/no terminal to ask at. Give --yes/)
  })

  it("keeps private keys out of git, and gives a trial numbers along which a walk can be seen", async () => {
    await setUp("--stage", "dev", ...twoParties)
    const [maple, north] = readPartiesFile(join(folder, "dev/parties.json"), { hubAccountMayPublish: true })
    expect(maple).toMatchObject({ referenceFormat: { prefix: "MA", digits: 7 } })
    expect(north).toMatchObject({ trackingNumbers: { format: { prefix: "NO", digits: 10 } } })
    expect(spawnSync("git", ["check-ignore", "stages/example/keys/maple.json"]).status).toBe(0)
  })

  it("overwrites nothing, and writes nothing beside what is left of another stage", async () => {
    mkdirSync(join(folder, "dev/keys"), { recursive: true })
    writeFileSync(join(folder, "dev/keys/maple.json"), "{}")
    const { status, stdout, stderr } = await setUp("--stage", "dev", ...twoParties)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(/has keys\/maple\.json already/)
    expect(readdirSync(join(folder, "dev"))).toEqual(["keys"])
    expect(readFileSync(join(folder, "dev/keys/maple.json"), "utf8")).toBe("{}")
  })

  it("answers each wrong option in a sentence, and writes nothing", async () => {
    const { status, stderr } = await setUp("--time-zone", "America/Torono", "--law", "gdpr", "--country", "canada")
    expect(status).toBe(2)
    expect(stderr).toMatch(/--law: there is no law "gdpr"/)
    expect(stderr).toMatch(/--country: write the two capital letters/)
    expect(stderr).toMatch(/--time-zone: "America\/Torono" is not an IANA time zone; did you mean America\/Toronto\?/)
    expect(() => readStage("dev", folder)).toThrow(/There is no stage/)
  })
})

describe("npx wayseal parties check", () => {
  it("judges a file as the stage beside it does", async () => {
    await setUp("--stage", "prod", "--purpose", "production", "--retailer", "maple", "--law", "ca-pipeda")
    const checked = await answer("parties", "check", join(folder, "prod/parties.json"))
    expect(checked).toMatchObject({ status: 1, stdout: expect.stringMatching(/maple: it has neither account nor/) })
  })

  it("exits with 0 for the committed example, and with 2 and a sentence for a file that is not there", async () => {
    expect(await answer("parties", "check", "stages/example/parties.json")).toEqual({
      status: 0,
      stdout: "stages/example/parties.json can be deployed.\n",
      stderr: "",
    })
    const missing = await answer("parties", "check", join(folder, "none.json"), "--json")
    expect(missing.status).toBe(2)
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { message: expect.stringMatching(/no such file/) } })
  })

  it("suggests the command that was meant", async () => {
    const { status, stderr } = await answer("parties", "chek", "x")
    expect(status).toBe(2)
    expect(stderr).toMatch(/Did you mean check\?/)
  })
})
