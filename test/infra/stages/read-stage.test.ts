import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { readPartiesFile } from "../../../infra/stages/read-parties.ts"
import { readStage, stageFileName, stageNames, stagesFolder } from "../../../infra/stages/read-stage.ts"
import { hasTestReferences } from "../../../infra/stages/stage-config.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stages-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function writeStage(name: string, content: unknown): void {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, stageFileName), typeof content === "string" ? content : JSON.stringify(content))
}

describe("a stage", () => {
  it("needs a region and, where data is kept, somebody who receives alarms; the rest has defaults", () => {
    writeStage("prod", { region: "eu-west-1", alarmEmails: ["ops@hub.example"] })
    const { name, settings, partiesPath } = readStage("prod", folder)
    expect(name).toBe("prod")
    expect(settings).toMatchObject({ region: "eu-west-1", keepData: true, hubAccountMayPublish: false })
    expect(settings.lookups.reservedConcurrency).toBeUndefined()
    expect(settings.terminationProtection).toBe(false)
    expect(partiesPath).toBe(join(folder, "prod", "parties.json"))
  })

  it("that is not there is answered with the stages that are, and how to make one", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false })
    expect(() => readStage("production", folder)).toThrow(
      'There is no stage "production". Choose one of: dev. Make a new one with: npx wayseal setup',
    )
    expect(() => readStage(undefined, folder)).toThrow(/No stage was chosen/)
    expect(() => readStage("../dev", folder)).toThrow(/There is no stage/)
    expect(() => readStage("dev", join(folder, "elsewhere"))).toThrow(/There is none yet/)
  })

  it("with laws beside it that nothing reads is refused", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false })
    mkdirSync(join(folder, "laws"))
    expect(() => readStage("dev", folder)).toThrow(
      /laws cannot be used:\n {2}nothing reads laws there, .+ Copy the stage and the laws into \S+\/stages, and leave/,
    )
    rmSync(join(folder, "laws"), { recursive: true })
    writeFileSync(join(folder, "law-reviews.yaml"), "[]")
    expect(() => readStage("dev", folder)).toThrow(/law-reviews\.yaml cannot be used:\n {2}nothing reads reviews there/)
  })

  it("that is wrong is answered with one line for each thing to mend", () => {
    writeStage("dev", { region: "montreal", alamEmails: [], archiveDays: 0, logRetentionDays: 8, lookups: 7 })
    expect(() => readStage("dev", folder)).toThrow(
      [
        `${stageFileName} cannot be used:`,
        "  region: there is no region montreal",
        "  logRetentionDays must be one of 7, 30, 90, 365",
        "  archiveDays must be at least 1",
        "  lookups must be an object",
        "  alamEmails is not a field here; did you mean alarmEmails?",
      ].join("\n"),
    )
  })

  it("that keeps its data and has no alarm address is refused", () => {
    writeStage("prod", { region: "eu-west-1" })
    expect(() => readStage("prod", folder)).toThrow(/alarmEmails is empty, so nobody would hear an alarm/)
  })

  it("that keeps its data or has keys is production, and is refused with fewer keys", () => {
    const trial = { region: "eu-west-1", keepData: false, fewerKeys: true }
    const data = "arn:aws:kms:eu-west-1:123456789012:key/one"
    writeStage("prod", { ...trial, keepData: true, alarmEmails: ["ops@hub.example"] })
    writeStage("company", { ...trial, keys: { data } })
    writeStage("dev", trial)
    for (const name of ["prod", "company"]) expect(() => readStage(name, folder)).toThrow(/Leave fewerKeys out/)
    expect(readStage("dev", folder).settings.fewerKeys).toBe(true)
  })

  it("without alarms is refused with canary releases, which nothing would stop", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false, alarms: false, canaryReleases: true })
    expect(() => readStage("dev", folder)).toThrow(/alarms is false, so nothing would stop a bad release/)
  })

  it("that keeps its data is production, and is refused with test references", () => {
    writeStage("prod", { region: "eu-west-1", alarmEmails: ["ops@hub.example"], testReferences: true })
    expect(() => readStage("prod", folder)).toThrow(/testReferences is true, but a stage that keeps its data/)
    writeStage("live", { region: "eu-west-1", alarmEmails: ["ops@hub.example"] })
    expect(hasTestReferences(readStage("live", folder).settings)).toBe(false)
  })

  it("that keeps no data has test references, unless it says otherwise", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false })
    expect(hasTestReferences(readStage("dev", folder).settings)).toBe(true)
    writeStage("bare", { region: "eu-west-1", keepData: false, testReferences: false })
    expect(hasTestReferences(readStage("bare", folder).settings)).toBe(false)
  })

  it.each([
    [
      "ca-west-1",
      1,
      "monthlyBudget cannot be used in ca-west-1: CloudFormation makes no budgets there. Make it by hand",
    ],
    ["eu-west-1", 0, "monthlyBudget needs somebody in alarmEmails to mail to"],
    ["eu-west-1", 11, "monthlyBudget mails to at most 10 addresses, and alarmEmails has 11"],
  ])("with a budget that AWS could not make in %s for %d addresses is refused", (region, addresses, sentence) => {
    const alarmEmails = Array.from({ length: addresses }, (_, index) => `ops${index}@hub.example`)
    writeStage("dev", { region, keepData: false, alarmEmails, monthlyBudget: { usDollars: 50 } })
    expect(() => readStage("dev", folder)).toThrow(sentence)
  })

  it.each([
    ["ap-east-1", {}, "mail cannot be used in ap-east-1, which has no Amazon SES"],
    ["eu-west-1", { existingIdentity: "other.example" }, "mail.existingIdentity does not cover mail.from"],
    ["eu-west-1", { existingIdentity: "b.example" }, "mail.existingIdentity does not cover mail.from"],
  ])("with mail that SES could not send in %s as %j is refused", (region, more, sentence) => {
    writeStage("dev", { region, keepData: false, mail: { from: "alerts@mail.hub.example", ...more } })
    expect(() => readStage("dev", folder)).toThrow(sentence)
  })

  it.each(["hub.example", "mail.hub.example", "alerts@mail.hub.example", undefined])(
    "may send mail from what is verified already: %s",
    (existingIdentity) => {
      const mail = { from: "alerts@mail.hub.example", ...(existingIdentity === undefined ? {} : { existingIdentity }) }
      writeStage("dev", { region: "eu-west-1", keepData: false, mail })
      expect(readStage("dev", folder).settings.mail).toEqual(mail)
    },
  )

  it.each([
    [{ domain: "https://track.hub.example" }, "browserEdge.domain is not right: write a host name"],
    [{ domain: "Track.hub.example" }, "browserEdge.domain is not right: write a host name"],
    [{ hostedZoneId: "hub.example" }, "browserEdge.hostedZoneId is not right: write the id of a hosted zone"],
    [
      { certificateArn: "arn:aws:acm:ca-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" },
      "browserEdge.certificateArn is not right: write the ARN of a certificate of ACM in us-east-1",
    ],
    [{ allowedOrigins: ["*"] }, "browserEdge.allowedOrigins[0]: write the origin of a page"],
    [{ allowedOrigins: ["https://*.shop.example"] }, "browserEdge.allowedOrigins[0]: write the origin of a page"],
    [{ allowedOrigins: ["http://shop.example"] }, "browserEdge.allowedOrigins[0]: write the origin of a page"],
    [{ allowedOrigins: ["https://shop.example/"] }, "browserEdge.allowedOrigins[0]: write the origin of a page"],
    [{ requestsPerFiveMinutes: 9 }, "browserEdge.requestsPerFiveMinutes must be at least 10"],
    [{ originSecretVersion: 0 }, "browserEdge.originSecretVersion must be more than 0"],
    [{ hostedZoneId: undefined }, "browserEdge: give hostedZoneId, so that the deployment can prove"],
    [{ domian: "track.hub.example" }, "browserEdge.domian is not a field here; did you mean domain?"],
  ])("whose edge has %j is refused: %s", (wrong, sentence) => {
    const right = { domain: "track.hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ" }
    writeStage("dev", { region: "eu-west-1", keepData: false, browserEdge: { ...right, ...wrong } })
    expect(() => readStage("dev", folder)).toThrow(sentence)
  })

  it("has no edge unless it says so, and then one that refuses what does not come through it", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false })
    expect(readStage("dev", folder).settings.browserEdge).toBeUndefined()
    const given = { domain: "track.hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ" }
    writeStage("prod", { region: "eu-west-1", keepData: false, browserEdge: given })
    expect(readStage("prod", folder).settings.browserEdge).toEqual({
      ...given,
      allowedOrigins: [],
      console: false,
      documentation: false,
      otherDomains: [],
      requestsPerFiveMinutes: 1000,
      originSecretVersion: 1,
      directAccess: false,
    })
  })

  it.each([
    ["bootstrapQualifier", "Acme_1", "a qualifier has 1 to 10 lower-case letters, digits and hyphens"],
    ["rolePrefix", "/acme/", 'write what follows "role/" in the ARN of a role'],
    ["rolePrefix", "", 'write what follows "role/" in the ARN of a role'],
    ["rolePrefix", `teams/${"a".repeat(33)}`, "at most 32 characters behind the last slash"],
    ["alarmTarget", "operations@hub.example", "write the ARN of an SNS topic"],
    ["alarmTarget", "arn:aws:sqs:eu-west-1:210987654321:alarms", "write the ARN of an SNS topic"],
    ["alarmTarget", "arn:aws:sns:us-east-1:210987654321:alarms", "alarmTarget is in us-east-1, but the stage is in"],
    ["vpc", { subnetIds: [], securityGroupIds: ["sg-0a1b2c3d"] }, "vpc.subnetIds must be at least 1"],
    ["vpc", { subnetIds: ["subnet-0a1b2c3d"] }, "vpc.securityGroupIds is missing"],
    [
      "vpc",
      { subnetIds: ["private"], securityGroupIds: ["sg-0a1b2c3d"] },
      "write ids such as subnet-0123456789abcdef0",
    ],
    ["keys", { data: "alias/acme" }, "keys.data is not right: write the ARN of a KMS key"],
    ["keys", { date: "x" }, "keys.date is not a field here; did you mean data?"],
    ["keys", { data: "arn:aws:kms:us-east-1:111122223333:key/1" }, "keys.data is in us-east-1, but the stage is in"],
    ["keys", { data: "arn:aws:kms:eu-west-1:210987654321:key/1" }, "keys.data is a key of account 210987654321"],
    [
      "keys",
      { data: "arn:aws:kms:eu-west-1:111122223333:key/1", ingress: "arn:aws:kms:eu-west-1:111122223333:key/1" },
      "keys.ingress and keys.data are the same key",
    ],
    ["logDestination", "arn:aws:logs:eu-west-1:210987654321:log-group:x", "write the ARN of a destination"],
    ["logDestination", "arn:aws:logs:us-east-1:210987654321:destination:x", "logDestination is in us-east-1, but"],
  ])("whose %s is %j is answered with a sentence", (field, value, sentence) => {
    writeStage("dev", { account: "111122223333", region: "eu-west-1", keepData: false, [field]: value })
    expect(() => readStage("dev", folder)).toThrow(sentence)
  })

  it("that keeps its data may send its alarms to a target instead of addresses, also to a bus elsewhere", () => {
    const alarmTarget = "arn:aws:events:us-east-1:210987654321:event-bus/operations"
    writeStage("prod", { region: "eu-west-1", alarmTarget })
    expect(readStage("prod", folder).settings).toMatchObject({ alarmTarget, alarmEmails: [] })
  })

  it("leads mails to a console over https, or to one on the developer's own machine", () => {
    for (const [name, consoleUrl] of [
      ["elsewhere", "https://console.hub.example"],
      ["here", "http://localhost:8787/desk"],
    ] as const) {
      writeStage(name, { region: "eu-west-1", keepData: false, consoleUrl })
      expect(readStage(name, folder).settings.consoleUrl).toBe(consoleUrl)
    }
    writeStage("open", { region: "eu-west-1", keepData: false, consoleUrl: "http://console.hub.example" })
    expect(() => readStage("open", folder)).toThrow(/consoleUrl: has to be an https address/)
  })

  it("in a misspelt region is answered with the one that was meant", () => {
    writeStage("dev", { region: "ca-centrl-1", keepData: false })
    expect(() => readStage("dev", folder)).toThrow(/there is no region ca-centrl-1; did you mean ca-central-1\?/)
  })

  it("whose file has a key twice is refused, because the first value would be lost", () => {
    writeStage("dev", '{ "region": "eu-west-1",\n  "keepData": true,\n  "keepData": false }')
    expect(() => readStage("dev", folder)).toThrow(/line 3: keepData is there twice/)
    writeStage(
      "test",
      '{ "region": "eu-west-1", "keepData": false, "lookups": { "requestsPerSecond": 1, "burst": 1 } }',
    )
    expect(readStage("test", folder).settings.lookups.burst).toBe(1)
  })

  it("is listed only if its folder has the name of a stage", () => {
    writeStage("dev", { region: "eu-west-1", keepData: false })
    writeStage("x", { region: "eu-west-1", keepData: false })
    expect(stageNames(folder)).toEqual(["dev"])
  })

  it.each([
    '{ "region": "eu-west-1", "alarmEmails": ["secret@hub.example" }',
    // Of this the parser's own message would quote the address.
    '{ "alarmEmails": secret@hub.example }',
  ])("whose file is not JSON is answered with the place, without a word of the file: %s", (text) => {
    writeStage("dev", text)
    let message = ""
    try {
      readStage("dev", folder)
    } catch (error) {
      message = String(error)
    }
    expect(message).toMatch(/it is not JSON: check quotes/)
    expect(message).not.toContain("secret")
  })
})

describe("the committed stages", () => {
  it("can be deployed as they are", () => {
    expect(stageNames(stagesFolder)).toEqual(expect.arrayContaining(["company", "example", "local"]))
    for (const name of ["company", "example", "local"]) {
      const { partiesPath, settings } = readStage(name)
      expect(readPartiesFile(partiesPath, settings).length).toBeGreaterThan(1)
    }
  })

  it("keep data in the example for production, and not on this machine", () => {
    expect(readStage("example").settings).toMatchObject({ keepData: true, hubAccountMayPublish: false })
    expect(readStage("local").settings.keepData).toBe(false)
  })
})
