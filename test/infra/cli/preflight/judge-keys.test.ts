import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { judgeKey, type KeyStatement, statementsOf } from "../../../../infra/cli/preflight/judge-keys.ts"
import { inNode } from "../../../in-node.ts"

const arn = "arn:aws:kms:ca-central-1:000000000000:key/0"
const data = { name: "data", arn } as const
const facts = { state: "Enabled", spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" }

const listed = z
  .array(z.tuple([z.string(), z.unknown()]))
  .parse(await inNode("test/infra/cli/preflight/local-preflight.ts", "localKeyPolicies", arn))
const policies = new Map(listed.map(([name, Statement]) => [name, statementsOf({ Statement })]))
const needed = policies.get("data") ?? []

const policyOf = (statements: readonly KeyStatement[]): string => JSON.stringify({ Statement: statements })
const judged = (statements: readonly KeyStatement[]) =>
  judgeKey(data, { ...facts, policy: policyOf(statements) }, needed)

describe("the policy that a key of the organisation needs", () => {
  it("names services, accounts and names alone, as nothing of the stage is there yet", () => {
    expect([...policies.keys()]).toEqual(["ingress", "data", "sealing", "headMac", "signing", "document"])
    for (const statements of policies.values()) {
      expect(statements.length).toBeGreaterThan(0)
      expect(JSON.stringify(statements)).not.toMatch(/Fn::|"Ref"/)
    }
    expect(JSON.stringify(needed)).toContain("event-bus/wayseal-local-exchange")
  })
})

describe("a key of the organisation", () => {
  it("is fit with the policy of the key that the stage would make, or with a wider one", () => {
    expect(judged(needed)).toMatchObject([{ state: "ok" }])
    const wider = needed.map((each) => ({ ...each, Condition: {}, Action: ["kms:*"] }))
    expect(judged(wider)).toMatchObject([{ state: "ok" }])
  })

  it("is unfit when any statement of that policy is left out that no other covers", () => {
    const ofOthers = needed.filter((each) => !/:root|aws:SourceArn/.test(JSON.stringify(each)))
    expect(ofOthers).toHaveLength(4)
    for (const left of ofOthers) {
      const [result] = judged(needed.filter((each) => each !== left))
      expect([JSON.stringify(left), result?.state]).toEqual([JSON.stringify(left), "toDo"])
    }
  })

  it.each([
    ["lets another account in", { Principal: { AWS: ["arn:aws:iam::999999999999:root"] } }],
    ["denies", { Effect: "Deny" }],
    ["has fewer actions", { Action: ["kms:DescribeKey"] }],
    ["has a further condition", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
  ])("is unfit when each statement %s", (_, change) => {
    expect(judged(needed.map((each) => ({ ...each, ...change })))).toMatchObject([{ state: "toDo" }])
  })

  it.each([
    [undefined, "toDo", /there is no key/],
    [{ ...facts, state: "Disabled", policy: "{}" }, "toDo", /is Disabled/],
    [{ ...facts, spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC", policy: "{}" }, "toDo", /has to be one of SYMMETRIC/],
    [{ ...facts, policy: undefined }, "note", /may not be read/],
  ])("with the facts %j is judged %s", (key, state, text) => {
    expect(judgeKey(data, key, needed)).toMatchObject([{ state, text: expect.stringMatching(text) }])
  })

  it("that signs is one for HMAC", () => {
    const headMac = { name: "headMac", arn } as const
    const policy = policyOf(policies.get("headMac") ?? [])
    const signs = { state: "Enabled", spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC", policy }
    expect(judgeKey(headMac, signs, policies.get("headMac") ?? [])).toMatchObject([{ state: "ok" }])
    expect(judgeKey(headMac, { ...facts, policy }, [])).toMatchObject([{ state: "toDo" }])
  })

  it("may have a policy with one statement that is no list", () => {
    expect(statementsOf({ Statement: { Effect: "Allow", Action: "kms:*", Principal: "*" } })).toHaveLength(1)
  })
})
