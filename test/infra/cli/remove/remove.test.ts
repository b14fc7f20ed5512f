import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals"
import { remove } from "../../../../infra/cli/remove/run-remove.ts"
import { type AwsStub, type StubAnswer, type StubCall, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

const account = "111122223333"
const member = (inner: string) => `<member>${inner}</member>`
const at = "2026-01-01T00:00:00Z"

type Stack = {
  readonly region?: string
  readonly isProtected?: boolean
  /** A stack within it. */
  readonly inner?: string
  readonly template?: object
  /** The objects of its one bucket: undefined if the bucket is gone. */
  objects?: number | undefined
  /** How often its deletion fails. */
  failures?: number
  state?: "DELETE_FAILED" | "gone"
}

let folder: string
let aws: AwsStub
let stacks: Map<string, Stack>
/** What was done to the account, in order. */
let done: string[]

beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stages-"))
  mkdirSync(join(folder, "dev"))
  stacks = new Map([
    ["Wayseal-dev-Data", { objects: 2 }],
    ["Wayseal-dev-Functions", { objects: 0 }],
    ["Wayseal-dev-Parties-1", {}],
    ["Wayseal-dev-Webhooks", {}],
  ])
  done = []
  aws = await startAwsStub(answer)
})
afterEach(async () => {
  await aws.stop()
  rmSync(folder, { recursive: true })
})

function answer(call: StubCall): StubAnswer {
  if (call.service === "s3") return ofS3(call)
  if (call.action === "GetCallerIdentity") return { xml: `<Account>${account}</Account>` }
  const { StackName } = call.parameters
  const here = [...stacks].filter(
    ([, { region = "ca-central-1", state }]) => region === call.region && state !== "gone",
  )
  if (call.action === "DescribeStacks") {
    const asked = here.filter(([name]) => StackName === undefined || name === StackName)
    return asked.length === 0 && StackName !== undefined
      ? { error: "ValidationError" }
      : { xml: `<Stacks>${asked.map(described).join("")}</Stacks>` }
  }
  const name = String(StackName)
  const stack = stacks.get(name) ?? {}
  if (call.action === "ListStackResources")
    return { xml: `<StackResourceSummaries>${resourcesOf(name, stack)}</StackResourceSummaries>` }
  if (call.action === "GetTemplate")
    return { xml: `<TemplateBody>${JSON.stringify(stack.template ?? { Resources: {} })}</TemplateBody>` }
  if (call.action === "DeleteStack") return deleted(name, stack)
  throw new Error(`nobody expected ${call.action}`)
}

const idOf = (name: string) => `arn:aws:cloudformation:ca-central-1:${account}:stack/${name}/1`

const described = ([name, { isProtected = false, state }]: readonly [string, Stack]) =>
  member(
    `<StackId>${idOf(name)}</StackId><StackName>${name}</StackName><StackStatus>${state ?? "CREATE_COMPLETE"}</StackStatus>
     <StackStatusReason>The following resource(s) failed to delete: [Bucket]. </StackStatusReason>
     <EnableTerminationProtection>${isProtected}</EnableTerminationProtection><CreationTime>${at}</CreationTime>`,
  )

const resourcesOf = (name: string, stack: Stack) =>
  [
    ...("objects" in stack ? [["AWS::S3::Bucket", name.toLowerCase()]] : []),
    ...(name.endsWith("Data") ? [["AWS::KMS::Key", "key-1"]] : []),
    ...(stack.inner === undefined ? [] : [["AWS::CloudFormation::Stack", idOf(stack.inner)]]),
  ]
    .map(([type, id]) =>
      member(
        `<LogicalResourceId>Bucket</LogicalResourceId><ResourceType>${type}</ResourceType>
         <PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
         <LastUpdatedTimestamp>${at}</LastUpdatedTimestamp>`,
      ),
    )
    .join("")

function deleted(name: string, stack: Stack): StubAnswer {
  done.push(`delete ${name}`)
  const { failures = 0 } = stack
  if ((stack.objects ?? 0) > 0) throw new Error(`${name} has a bucket that is not empty`)
  Object.assign(
    stack,
    failures > 0 ? { failures: failures - 1, state: "DELETE_FAILED", objects: 1 } : { state: "gone" },
  )
  return { xml: "" }
}

function ofS3({ action }: StubCall): StubAnswer {
  const bucket = /\/([^/?]+)/.exec(action)?.[1] ?? ""
  const [, stack = {}] = [...stacks].find(([name]) => name.toLowerCase() === bucket) ?? []
  const { objects } = stack
  if (objects === undefined) return { error: "NoSuchBucket" }
  if (action.startsWith("GET"))
    return {
      document: `<ListBucketResult>${"<Contents><Key>a</Key></Contents>".repeat(objects)}</ListBucketResult>`,
    }
  done.push(`empty ${bucket}`)
  stack.objects = 0
  return { document: "<DeleteResult/>" }
}

/** Removes the stage, whose file says this. */
async function removed(settings: object = {}, given: { readonly yes?: true; readonly json?: true } = { yes: true }) {
  const file = { account, region: "ca-central-1", keepData: false, alarmEmails: [], ...settings }
  writeFileSync(join(folder, "dev/wayseal.config.json"), JSON.stringify(file))
  const options = { stage: "dev", stages: folder, endpoint: aws.url, ...given, json: true as const }
  const { data, text } = await remove({ options, args: [], onStep: () => {} })
  return { ...data, text }
}

describe("what is not removed", () => {
  it.each([
    ["a stage that keeps its data", { keepData: true, alarmEmails: ["a@hub.example"] }, /"dev" keeps its data/],
    ["a protected stage", { terminationProtection: true }, /"dev" has terminationProtection/],
  ])("%s: AWS is not even asked", async (_, settings, sentence) => {
    await expect(removed(settings)).rejects.toThrow(sentence)
    expect(aws.calls).toEqual([])
  })

  it.each<[string, Stack, RegExp]>([
    ["keeps data", { template: { Resources: { A: { DeletionPolicy: "RetainExceptOnCreate" } } } }, /keeps its data/],
    ["is protected", { isProtected: true }, /has terminationProtection/],
  ])("a stage that %s as it was deployed, whatever its file says now", async (_, data, sentence) => {
    stacks.set("Wayseal-dev-Data", { objects: 2, ...data })
    await expect(removed()).rejects.toThrow(sentence)
    expect(done).toEqual([])
  })

  it("a stage of the same name in another account", async () => {
    const sentence = /"dev" is in account 444455556666, but you are signed in to 111122223333/
    await expect(removed({ account: "444455556666" })).rejects.toThrow(sentence)
    expect(done).toEqual([])
  })

  it("a stage where nobody can be asked", async () => {
    await expect(removed({}, {})).rejects.toThrow("Add --yes to go on")
    expect(done).toEqual([])
  })
})

describe("the removal of a stage", () => {
  it("deletes each stack before what it uses, once its bucket is empty, and says what stays", async () => {
    const { text, ...data } = await removed()
    expect(done).toEqual([
      "delete Wayseal-dev-Webhooks",
      "delete Wayseal-dev-Functions",
      "delete Wayseal-dev-Parties-1",
      "empty wayseal-dev-data",
      "delete Wayseal-dev-Data",
    ])
    expect(data).toMatchObject({
      removed: ["Wayseal-dev-Webhooks", "Wayseal-dev-Functions", "Wayseal-dev-Parties-1", "Wayseal-dev-Data"],
    })
    expect(text).toMatch(
      /removed from account 111122223333, ca-central-1\. What stays:\n {2}Keys, 1 of them, for 30 days/,
    )
  })

  it("leaves a stack within another to that one", async () => {
    const inner = "Wayseal-dev-Functions-Intake-1"
    stacks.set("Wayseal-dev-Functions", { inner }).set(inner, {})
    await removed()
    expect(done).toContain("delete Wayseal-dev-Functions")
    expect(done).not.toContain(`delete ${inner}`)
  })

  it("deletes the edge first, in its own region", async () => {
    stacks.set("Wayseal-dev-Edge", { region: "us-east-1" })
    await removed({ browserEdge: { domain: "track.hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ" } })
    expect(done[0]).toBe("delete Wayseal-dev-Edge")
    expect(stacks.get("Wayseal-dev-Edge")?.state).toBe("gone")
  })

  it("empties a bucket again that was filled meanwhile", async () => {
    stacks.set("Wayseal-dev-Data", { objects: 2, failures: 2 })
    await removed()
    expect(done.filter((each) => each === "empty wayseal-dev-data")).toHaveLength(3)
    expect(stacks.get("Wayseal-dev-Data")?.state).toBe("gone")
  })

  it("ends with CloudFormation's reason where a stack cannot be deleted, and leaves what that uses", async () => {
    stacks.set("Wayseal-dev-Functions", { objects: 0, failures: 9 })
    await expect(removed()).rejects.toThrow(
      /could not delete Wayseal-dev-Functions: The following .* \[Bucket\]\. Mend that, and run this command again\./,
    )
    expect(done.at(-1)).toBe("delete Wayseal-dev-Functions")
  })

  it("goes on where it was interrupted, also without a bucket that is gone", async () => {
    stacks.delete("Wayseal-dev-Webhooks")
    stacks.set("Wayseal-dev-Functions", { state: "DELETE_FAILED", objects: undefined })
    await removed()
    expect(done[0]).toBe("delete Wayseal-dev-Functions")
    expect(await removed()).toMatchObject({
      removed: [],
      text: 'Nothing of the stage "dev" is deployed in account 111122223333, ca-central-1.\n',
    })
  })

  it.each([
    [{}, true],
    [{ parts: { invitedParties: false, console: false } }, false],
    [{ mail: { from: "alerts@hub.example" } }, false],
  ])("names topics that no stack made, where there can be some (%j)", async (settings, named) => {
    expect((await removed(settings)).text.includes("Topics of invited parties")).toBe(named)
  })
})
