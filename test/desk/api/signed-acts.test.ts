import { describe, expect, it } from "@jest/globals"
import { actSigner } from "../../../client/tokens/sign-act.ts"
import { p256PublicKey, partySignature } from "../../../shared/base/contracts/act-signature.ts"
import { thumbprintOfActKey } from "../../../shared/base/platform/signing/act-key.ts"
import { pointerKeys } from "../../../shared/desk/cases/case-keys.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { checkActs } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import { actSignatureRefusals } from "../../../shared/parties/act-signatures/act-signature-refusals.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { actingDesk } from "../acting-desk.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { type BreachWorld, partyIn, servedWorld, soleCase } from "../breach-world.ts"
import { at } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"
import {
  actSigned,
  newPartyKey,
  partiesWithKeys,
  pathOf,
  publicHalf,
  signedHeaders,
  timelineOfParty,
} from "../signed-acts.ts"

const leafKey = newPartyKey("leaf-1")
const postKey = newPartyKey("post-1", "P-256")
const parties = partiesWithKeys({ leafline: [leafKey], northpost: [postKey] })

const signedWorld = () => servedWorld(3, { parties })

const measure = { kind: "containment", code: "containmentAttested", at }
const measured = { by: "northpost", path: "/measures", body: measure, key: postKey }

/** A duty of Northpost that a party may see, by its id there. */
async function dutyOf(world: BreachWorld, by: string, kind: string): Promise<string> {
  const { body } = await caller(world)(by, "GET", pathOf(world, by))
  const { duties } = JSON.parse(body)
  return duties.find((duty: { kind: string }) => duty.kind === kind)?.dutyId ?? "none"
}

const statesIn = (world: BreachWorld, partyId: string) =>
  checkActs(timelineOfParty(world, partyId)).map(({ type, state }) => [type, state])

/** What an answer says is wrong. */
const refusedWith = ({ statusCode, json }: Awaited<ReturnType<typeof actSigned>>) => [
  statusCode,
  json["code"],
  json["problems"],
]

const refusal = (code: keyof typeof actSignatureRefusals) => {
  const { field: path, rule } = actSignatureRefusals[code]
  return [400, code, [{ path, rule }]]
}

describe("an act that its party signs", () => {
  it("is kept with its signature where all parties that see it can check it", async () => {
    const world = await signedWorld()
    const dutyId = await dutyOf(world, "northpost", "tellIndividuals")
    const decline = { step: { operation: "decline", reason: "notInControl" } }
    for (const [path, body] of [
      ["/acknowledgements", { at }],
      ["/measures", measure],
      [`/duties/${dutyId}`, decline],
    ] as const) {
      const answer = await actSigned(world, {
        ...measured,
        path,
        body,
        idempotencyKey: `key${path.slice(0, 5)}`.replace("/", "-"),
      })
      expect([path, answer.statusCode]).toEqual([path, 200])
    }
    const acts = [
      ["BreachAlertAcknowledged", "holds"],
      ["MeasureRecorded", "holds"],
      ["DutyDeclined", "holds"],
    ]
    expect(statesIn(world, "northpost")).toEqual(acts)
    expect(statesIn(world, "leafline")).toEqual(acts)
    const [, , declined] = timelineOfParty(world, "leafline").filter(({ actor }) => actor !== "hub")
    const signature = partySignature.parse(declined?.data["partySignature"])
    expect(signature.body).toBe(JSON.stringify(decline))
    expect(signature.base).toContain(`"@path": ${pathOf(world, "northpost")}/duties/${dutyId}\n`)
  })

  it("is the party's own alone to check where it says more than others may see, and keeps nothing of that", async () => {
    const world = await signedWorld()
    const dutyId = await dutyOf(world, "northpost", "keepRecord")
    const step = { operation: "discharge", receipt: { kind: "recordEntry", reference: "CANARY-7", at } }
    const answer = await actSigned(world, { ...measured, path: `/duties/${dutyId}`, body: { step } })
    expect(answer.statusCode).toBe(200)
    expect(statesIn(world, "northpost")).toEqual([["DutyDischarged", "bodyElsewhere"]])
    expect(statesIn(world, "leafline").map(([, state]) => state)).not.toContain("bodyElsewhere")
    expect(JSON.stringify(world.rowsOf("timeline"))).not.toContain("CANARY-7")
    const others = JSON.stringify(timelineOfParty(world, "leafline"))
    expect(others).not.toContain("partySignature")
  })

  it("keeps of receipts the digest, and none of the references", async () => {
    const world = await signedWorld()
    const recipients = { kind: "shipmentIds", shipmentIds: ["s1"] }
    const body = { method: "email", notifiedAt: at, recipients }
    const answer = await actSigned(world, { by: "leafline", path: "/receipts", body, key: leafKey })
    expect(answer.statusCode).toBe(200)
    expect(statesIn(world, "leafline")).toEqual([["IndividualsNotified", "bodyElsewhere"]])
    expect(JSON.stringify(timelineOfParty(world, "leafline"))).not.toContain('"shipmentIds"')
    expect(JSON.stringify(timelineOfParty(world, "northpost"))).not.toContain("partySignature")
  })

  it("is as received by the hub without a signature, and the timeline says which is which", async () => {
    const world = await signedWorld()
    await caller(world)("leafline", "POST", `${pathOf(world, "leafline")}/acknowledgements`, {})
    await actSigned(world, { by: "leafline", path: "/measures", body: measure, key: leafKey })
    const { json } = await caller(world)("leafline", "GET", `${pathOf(world, "leafline")}/timeline`)
    const entries = timelineOfParty(world, "leafline").filter(({ actor }) => actor !== "hub")
    expect(json["acts"]).toEqual([
      { seq: entries[0]?.seq, received: "asReceivedByHub" },
      { seq: entries[1]?.seq, received: "signedByParty" },
    ])
  })

  it("counts once, however often it is sent", async () => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, measured)
    const send = () => caller(world, headers)("northpost", "POST", `${pathOf(world, "northpost")}/measures`, measure)
    const first = await send()
    expect(first.json["outcome"]).toBe("done")
    expect(await send()).toEqual(first)
    // Signed again, as a program does that repeats it later.
    expect((await actSigned(world, { ...measured, clockSeconds: 60 })).body).toBe(first.body)
    expect(world.rowsOf("measure")).toHaveLength(1)
    expect(statesIn(world, "leafline")).toEqual([["MeasureRecorded", "holds"]])
  })

  it("stays valid when the key is revoked, which signs nothing new (promise: revoked-key-signs-nothing-new)", async () => {
    const world = await signedWorld()
    await actSigned(world, measured)
    const rotated = newPartyKey("post-2")
    const after = partiesWithKeys({ northpost: [rotated] })
    const later = { ...world, directory: knownDirectory(after) }
    const again = await actSigned(later, { ...measured, idempotencyKey: "key-2" })
    expect(refusedWith(again)).toEqual(refusal("signatureKeyUnknown"))
    expect(again.json["detail"]).toContain("revoked")
    expect((await actSigned(later, { ...measured, key: rotated, idempotencyKey: "key-3" })).statusCode).toBe(200)
    expect(statesIn(world, "leafline")).toEqual([
      ["MeasureRecorded", "holds"],
      ["MeasureRecorded", "holds"],
    ])
  })

  it.each([
    [-600, "signatureTooOld"],
    [-301, "signatureTooOld"],
    [301, "signatureInFuture"],
    [600, "signatureInFuture"],
  ] as const)("is refused if %i s off, and says why (promise: signature-has-its-time)", async (clockSeconds, code) => {
    const world = await signedWorld()
    const answer = await actSigned(world, { ...measured, clockSeconds })
    expect(refusedWith(answer)).toEqual(refusal(code))
    expect(answer.json["detail"]).toContain("`date`")
    expect(world.rowsOf("measure")).toEqual([])
    const close = await actSigned(world, { ...measured, clockSeconds: Math.sign(clockSeconds) * 299 })
    expect(close.statusCode).toBe(200)
  })

  const mitigated = { ...measure, kind: "mitigation" }

  it.each([
    ["body", { body: mitigated }, "digestDiffers"],
    ["body, with its digest", { body: mitigated, withDigest: true }, "signatureWrong"],
    ["idempotency key", { headers: { "idempotency-key": "key-2" } }, "signatureWrong"],
    ["party", { by: "leafline" }, "signatureKeyUnknown"],
  ] as const)("is refused with another %s than it was signed with", async (_, change, code) => {
    const world = await signedWorld()
    const { by, path, body, headers, withDigest } = { headers: {}, withDigest: false, ...measured, ...change }
    const signed = await signedHeaders(world, measured)
    const digest = (await signedHeaders(world, { ...measured, body }))["content-digest"] ?? ""
    const sent = { ...signed, ...headers, ...(withDigest ? { "content-digest": digest } : {}) }
    const answer = await caller(world, sent)(by, "POST", `${pathOf(world, by)}${path}`, body)
    expect(refusedWith(answer)).toEqual(refusal(code))
    expect(world.rowsOf("measure")).toEqual([])
  })

  it("is refused with another private key under the same kid", async () => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, { ...measured, key: newPartyKey("post-1", "P-256") })
    const input = headers["signature-input"]?.replace(/keyid="[^"]+"/, 'keyid="post-1"') ?? ""
    const send = (signatureInput: string) =>
      caller(world, { ...headers, "signature-input": signatureInput })(
        "northpost",
        "POST",
        `${pathOf(world, "northpost")}/measures`,
        measure,
      )
    expect(refusedWith(await send(input))).toEqual(refusal("signatureWrong"))
  })

  it("is refused for another duty of the same case", async () => {
    const world = await signedWorld()
    const [one, other] = [
      await dutyOf(world, "northpost", "tellIndividuals"),
      await dutyOf(world, "northpost", "tellRegulator"),
    ]
    const accept = { ...measured, path: `/duties/${one}`, body: { step: { operation: "accept" } } }
    const headers = await signedHeaders(world, accept)
    const path = `${pathOf(world, "northpost")}/duties/${other}`
    expect(refusedWith(await caller(world, headers)("northpost", "POST", path, accept.body))).toEqual(
      refusal("signatureWrong"),
    )
  })

  it("is refused for another case of the same party", async () => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, measured)
    const elsewhere = await caller(world, headers)("northpost", "POST", "/v1/cases/WS-0000000000/measures", measure)
    expect(refusedWith(elsewhere)).toEqual(refusal("signatureWrong"))
  })

  it.each([
    ["signature", undefined, "signatureIncomplete"],
    ["signature-input", undefined, "signatureIncomplete"],
    ["content-digest", undefined, "signatureIncomplete"],
    ["idempotency-key", undefined, "signatureIncomplete"],
    ["signature", "other=:AA==:", "signatureMalformed"],
    ["signature-input", /;tag="wayseal-act"/, "signatureMalformed"],
    ["signature-input", /;created=\d+/, "signatureMalformed"],
    ["signature-input", /;keyid="[^"]+"/, "signatureMalformed"],
    ["signature-input", / "idempotency-key"/, "signatureMalformed"],
    ["signature-input", / "content-digest"/, "signatureMalformed"],
    ["signature-input", /;alg="[^"]+"/, "signatureWrong"],
  ] as const)("is refused if its %s is not whole: %s", async (name, change, code) => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, measured)
    const given = headers[name] ?? ""
    const changed = typeof change === "string" ? change : given.replace(change ?? given, "")
    const { [name]: _, ...others } = headers
    const sent = change === undefined ? others : { ...others, [name]: changed }
    const answer = await caller(world, sent)("northpost", "POST", `${pathOf(world, "northpost")}/measures`, measure)
    expect(refusedWith(answer)).toEqual(refusal(code))
  })

  it("never covers a header with a secret, because the timeline keeps what is covered", async () => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, measured)
    const input = headers["signature-input"]?.replace('("@method"', '("authorization" "@method"') ?? ""
    const answer = await caller(world, { ...headers, "signature-input": input })(
      "northpost",
      "POST",
      `${pathOf(world, "northpost")}/measures`,
      measure,
    )
    expect(refusedWith(answer)).toEqual(refusal("signatureMalformed"))
  })

  it("is refused with a body that is longer than the timeline keeps, unless it is not signed", async () => {
    const world = await signedWorld()
    const body = Buffer.from(JSON.stringify(measure, undefined, 10).padEnd(2_001))
    expect(refusedWith(await actSigned(world, { ...measured, body }))).toEqual(refusal("signedBodyTooLong"))
    const unsigned = await caller(world)("northpost", "POST", `${pathOf(world, "northpost")}/measures`, body)
    expect(unsigned.statusCode).toBe(200)
  })

  it("names the party to none of those that may not know it", async () => {
    const mapleKey = newPartyKey("maple-1")
    const keys = { leafline: [leafKey], maplebooks: [mapleKey], northpost: [postKey] }
    const { world, expose } = await actingDesk({ parties: partiesWithKeys(keys) })
    await expose("maplebooks", 60)
    const keyOf = { northpost: postKey, maplebooks: mapleKey, leafline: leafKey }
    for (const by of ["northpost", "maplebooks", "leafline"] as const) {
      const signed = { by, path: "/closing", body: { outcome: "falseAlarm" }, key: keyOf[by] }
      expect((await actSigned(world, signed)).statusCode).toBe(409)
      await assessAsNoBreach(world, by)
      expect((await actSigned(world, signed)).statusCode).toBe(200)
    }
    expect(statesIn(world, "leafline").at(-1)).toEqual(["BreachCaseClosed", "holds"])
    expect(statesIn(world, "northpost").at(-1)).toEqual(["BreachCaseClosed", "holds"])
    const closed = timelineOfParty(world, "maplebooks").find(({ type }) => type === "BreachCaseClosed")
    expect(closed).toMatchObject({ actor: "hub", data: { outcome: "falseAlarm" } })
    expect(closed?.data).not.toHaveProperty("partySignature")
  })

  it("is of the officer who asked for it, once another one approves", async () => {
    const withApprovals = parties.map((party) =>
      party.id === "northpost" ? { ...party, approvals: ["report" as const] } : party,
    )
    const world = await servedWorld(3, { parties: withApprovals })
    const dutyId = await dutyOf(world, "northpost", "tellRegulator")
    const step = { operation: "discharge", receipt: { kind: "regulatorReceipt", reference: "CANARY-7", at } }
    const asking = { ...measured, by: "northpost:officer-anna-3f9c", path: `/duties/${dutyId}`, body: { step } }
    const asked = await actSigned(world, asking)
    expect(asked.statusCode).toBe(202)
    expect(JSON.stringify(world.cases.rows())).not.toContain("signature-params")
    const { approvalId } = asked.json
    const decision = { approvalId, decision: "approve" }
    const approve = caller(world, { "idempotency-key": "key-2" })
    await approve("northpost:officer-bert-81d2", "POST", `${pathOf(world, "northpost")}/approvals`, decision)
    expect(statesIn(world, "northpost")).toEqual([
      ["ApprovalRequested", "unsigned"],
      ["DutyDischarged", "bodyElsewhere"],
    ])
    expect(world.rowsOf("approval")[0]).not.toHaveProperty("sealedSignature")
  })

  it("is signed with a key that a person keeps in a browser by that person alone", async () => {
    const kept = newPartyKey("kept", "P-256")
    const key = p256PublicKey.parse(
      Object.fromEntries(Object.entries(publicHalf(kept)).filter(([name]) => name !== "kid")),
    )
    const officerKeys = [{ ...key, kid: thumbprintOfActKey(key), by: "officer-anna-3f9c" }]
    const world = await servedWorld(3, { parties: parties.map((party) => ({ ...party, officerKeys })) })
    const act = { ...measured, key: kept }
    for (const by of ["northpost:officer-bert-81d2", "northpost"])
      expect(refusedWith(await actSigned(world, { ...act, by }))).toEqual(refusal("signatureKeyUnknown"))
    const own = await actSigned(world, { ...act, by: "northpost:officer-anna-3f9c" })
    expect(own.statusCode).toBe(200)
    expect(statesIn(world, "leafline")).toEqual([["MeasureRecorded", "holds"]])
  })

  it("has to name case and duty as they are called since a merge", async () => {
    const world = await signedWorld()
    const row = partyIn(world, "northpost")
    const current = soleCase(world)
    const former = "WS-2222222222"
    await world.cases.commit({
      case: { ...current, version: current.version + 1 },
      items: [{ ...row, formerAliases: [former] }],
      pointers: [{ row: { ...pointerKeys.alias(former), type: "pointer", caseId: row.caseId }, expected: undefined }],
    })
    const duty = world
      .rowsOf("duty")
      .find((one) => one.duty.party === "northpost" && one.duty.kind === "tellIndividuals")
    if (duty === undefined) throw new Error("no such duty")
    const decline = { step: { operation: "decline", reason: "notInControl" } }
    const ofDuty = `/duties/${dutyIdOf(former, duty.duty)}`
    const byDuty = await actSigned(world, { ...measured, path: ofDuty, body: decline })
    expect([byDuty.statusCode, byDuty.json["code"]]).toEqual([409, "signedUnderFormerId"])
    const path = `/v1/cases/${former}/measures`
    const byCase = await caller(world, await headersFor(world, path))("northpost", "POST", path, measure)
    expect([byCase.statusCode, byCase.json["code"]]).toEqual([409, "signedUnderFormerId"])
    expect((await caller(world)("northpost", "POST", path, measure)).statusCode).toBe(200)
  })
})

/** Northpost signs a measure for this path. */
async function headersFor(world: BreachWorld, path: string): Promise<Record<string, string>> {
  const body = new Uint8Array(Buffer.from(JSON.stringify(measure)))
  const sign = actSigner(postKey, () => world.clock().getTime())
  return { "idempotency-key": "key-9", ...(await sign({ method: "POST", path, body, idempotencyKey: "key-9" })) }
}
