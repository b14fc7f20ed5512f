import { describe, expect, it } from "@jest/globals"
import { judgeCertificate, judgeHostedZone } from "../../../../infra/cli/preflight/judge-edge.ts"

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
const edge = { domain: "track.hub.example", otherDomains: [], certificateArn, hostedZoneId: "Z0123456789" }

describe("the certificate of an edge", () => {
  const judged = (...found: Parameters<typeof judgeCertificate> extends [unknown, infer Facts] ? [Facts] : never) =>
    judgeCertificate(edge, ...found)

  it.each([[["track.hub.example"]], [["hub.example", "*.hub.example"]]])(
    "is right when it is issued for %j",
    (names) => {
      expect(judged({ status: "ISSUED", names })).toEqual([
        { check: "certificate", state: "ok", text: "issued for track.hub.example" },
      ])
    },
  )

  it.each([[["hub.example"]], [["*.example"]], [["*.track.hub.example"]], [[]]])(
    "is wrong when it is for %j",
    (names) => {
      expect(judged({ status: "ISSUED", names })).toMatchObject([
        { state: "toDo", text: expect.stringContaining("is not for track.hub.example") },
      ])
    },
  )

  it("has to be for the other domains too", () => {
    const names = ["track.hub.example", "*.shop.example"]
    const judgedFor = (otherDomains: readonly string[]) =>
      judgeCertificate({ ...edge, otherDomains }, { status: "ISSUED", names })
    expect(judgedFor(["parcels.shop.example"])).toMatchObject([
      { state: "ok", text: "issued for track.hub.example and parcels.shop.example" },
    ])
    expect(judgedFor(["parcels.shop.example", "track.carrier.example"])).toMatchObject([
      { state: "toDo", text: expect.stringContaining("is not for track.carrier.example.") },
    ])
  })

  it("has to be issued first: commands say how, in us-east-1", () => {
    const [result] = judged({ status: "PENDING_VALIDATION", names: ["track.hub.example"] })
    expect(result).toMatchObject({ state: "toDo", text: expect.stringContaining("Make the DNS record") })
    expect(result?.commands).toHaveLength(2)
    for (const command of result?.commands ?? []) expect(command).toMatch(/^aws acm .+ --region us-east-1$/)
  })

  it("that has expired, or is not there, has to be asked for again", () => {
    expect(judged({ status: "EXPIRED", names: [] })).toMatchObject([
      { state: "toDo", text: "The certificate for track.hub.example is EXPIRED. Ask for another one." },
    ])
    expect(judged(undefined)).toMatchObject([
      {
        commands: [
          "aws acm request-certificate --domain-name track.hub.example --validation-method DNS --region us-east-1",
        ],
      },
    ])
  })
})

describe("the hosted zone of an edge", () => {
  it.each(["hub.example.", "track.hub.example.", "example"])("is right when it is %s", (name) => {
    expect(judgeHostedZone(edge, { name, isPrivate: false })).toMatchObject([{ check: "hosted zone", state: "ok" }])
  })

  it.each([
    [{ name: "hub.example.", isPrivate: true }, "is private"],
    [{ name: "b.example.", isPrivate: false }, "is for b.example, and track.hub.example is not in it"],
    [undefined, "There is no hosted zone Z0123456789 in this account"],
  ])("is wrong when it is %j", (zone, sentence) => {
    expect(judgeHostedZone(edge, zone)).toMatchObject([{ state: "toDo", text: expect.stringContaining(sentence) }])
  })
})
