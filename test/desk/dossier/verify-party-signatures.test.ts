import { createPrivateKey, sign } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { partySignature } from "../../../shared/base/contracts/act-signature.ts"
import { thumbprintOfActKey } from "../../../shared/base/platform/signing/act-key.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { renderDossierMarkdown } from "../../../shared/desk/dossier/render-markdown.ts"
import { checkActs } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"
import { answer } from "../../infra/cli/command-line/answer.ts"
import { servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { actSigned, newPartyKey, partiesWithKeys, pathOf, publicHalf, timelineOfParty } from "../signed-acts.ts"
import { ofKind, only, textOf } from "./dossier-documents.ts"
import { scenarioDossierInput, timelineOf } from "./dossier-scenario.ts"

const key = newPartyKey("post-1", "P-256")

/** Northpost declines a duty, signed, and acknowledges, unsigned. This is Leafline's timeline of it. */
async function declined() {
  const world = await servedWorld(3, { parties: partiesWithKeys({ northpost: [key] }) })
  const { json } = await caller(world)("northpost", "GET", pathOf(world, "northpost"))
  const duties = JSON.stringify(json["duties"])
  const dutyId = /"dutyId":"([^"]+)"[^{}]*"kind":"tellIndividuals"/.exec(duties)?.[1] ?? "none"
  const body = { step: { operation: "decline", reason: "notInControl" } }
  const done = await actSigned(world, { by: "northpost", path: `/duties/${dutyId}`, body, key })
  if (done.statusCode !== 200) throw new Error("the duty is not declined")
  await caller(world)("northpost", "POST", `${pathOf(world, "northpost")}/acknowledgements`, {})
  const entries = timelineOfParty(world, "leafline")
  const entry = entries.find(({ type }) => type === "DutyDeclined")
  if (entry === undefined) throw new Error("the refusal is not in the timeline")
  return { entries, entry, signature: partySignature.parse(entry.data["partySignature"]) }
}

/** The timeline of a hub that writes a whole chain anew, with another entry in the place of one. */
const rewritten = (entries: readonly TimelineEntry[], seq: number, change: Partial<TimelineEntry>) =>
  timelineOf(entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry)))

const stateOf = (entries: readonly TimelineEntry[], wanted: number) =>
  checkActs(entries).find(({ seq }) => seq === wanted)?.state

describe("a party that says that it never declined", () => {
  it("is contradicted by its own signature in the other party's timeline", async () => {
    const { entries, entry } = await declined()
    expect(checkActs(entries).map(({ type, state }) => [type, state])).toEqual([
      ["DutyDeclined", "holds"],
      ["BreachAlertAcknowledged", "unsigned"],
    ])
    expect(checkActs([entry])[0]?.thumbprint).toBe(thumbprintOfActKey(keyOf()))
  })
})

/** What an entry says, with another signature. */
const withSignature = ({ data }: TimelineEntry, signature: object) =>
  z.record(z.string(), z.json()).parse({ ...data, partySignature: signature })

/** The public key as entries have it. */
function keyOf() {
  const { kid: _, ...half } = publicHalf(key)
  return partySignature.shape.publicKey.parse(half)
}

describe("a hub that writes into a timeline what a party did not sign", () => {
  it.each([
    ["another reason", ({ data }: TimelineEntry) => ({ data: { ...data, reason: "disputed" } }), "otherAct"],
    ["another duty", ({ data }: TimelineEntry) => ({ data: { ...data, dutyId: "another" } }), "otherAct"],
    ["another act", () => ({ type: "DutyAccepted" }), "otherAct"],
    ["an act of another kind", () => ({ type: "MeasureRecorded" }), "otherAct"],
    ["another party", () => ({ actor: "WS-BBBBBBBBBB" }), "otherAct"],
  ] as const)("is noticed: %s", async (_, change, state) => {
    const { entries, entry } = await declined()
    expect(stateOf(rewritten(entries, entry.seq, change(entry)).entries, entry.seq)).toBe(state)
  })

  it.each([
    ["signature", { signature: `${"A".repeat(86)}==` }, "wrong"],
    ["key", { publicKey: { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) } }, "wrong"],
    ["thumbprint", { thumbprint: "A".repeat(43) }, "wrong"],
    ["body", { body: '{"step":{"operation":"decline","reason":"disputed"}}' }, "otherAct"],
    ["form", { more: true }, "wrong"],
  ] as const)("is noticed by another %s beside the entry", async (_, change, state) => {
    const { entries, entry, signature } = await declined()
    const data = withSignature(entry, { ...signature, ...change })
    expect(stateOf(rewritten(entries, entry.seq, { data }).entries, entry.seq)).toBe(state)
  })

  it.each([
    ["names another purpose too", ';tag="other";tag="wayseal-act"', '"content-digest" "idempotency-key"'],
    ["names its purpose in another parameter alone", ';nonce=";tag=wayseal-act"', '"content-digest" "idempotency-key"'],
    ["covers less than its lines", ';tag="wayseal-act"', '"content-digest"'],
  ])("is noticed when the party signed what is no act: its signature %s", async (_, purpose, covered) => {
    const { entries, entry, signature } = await declined()
    const base = signature.base
      .replace(';tag="wayseal-act"', purpose)
      .replace('"content-digest" "idempotency-key"', covered)
    expect(base).not.toBe(signature.base)
    const signing = { key: createPrivateKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" } as const
    const signed = { ...signature, base, signature: sign("sha256", Buffer.from(base), signing).toString("base64") }
    const data = withSignature(entry, signed)
    expect(stateOf(rewritten(entries, entry.seq, { data }).entries, entry.seq)).toBe("otherAct")
  })

  it("is noticed when it signs with a key of its own: the key is another one than the party's", async () => {
    const own = newPartyKey("post-1")
    const world = await servedWorld(3, { parties: partiesWithKeys({ northpost: [own] }) })
    const { statusCode } = await actSigned(world, { by: "northpost", path: "/acknowledgements", body: {}, key: own })
    expect(statusCode).toBe(200)
    const [act] = checkActs(timelineOfParty(world, "leafline"))
    expect(act?.state).toBe("holds")
    expect(act?.thumbprint).not.toBe(thumbprintOfActKey(keyOf()))
  })
})

describe("npx wayseal verify", () => {
  const folder = mkdtempSync(join(tmpdir(), "wayseal-acts-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  const verified = async (entries: readonly TimelineEntry[]) => {
    const { entries: timeline, head } = timelineOf(entries)
    const path = join(folder, "dossier.json")
    writeFileSync(path, JSON.stringify({ caseAlias: "WS-AAAAAAAAAA", head, receivedHeads: [], timeline }))
    const { status, stdout } = await answer("verify", path)
    return { status, lines: stdout.split("\n").filter((line) => /^(acts|key) /.test(line)) }
  }

  it("counts acts that are signed and those that are not, and names the keys", async () => {
    const { entries, entry } = await declined()
    expect(await verified(entries)).toEqual({
      status: 0,
      lines: [
        "acts       1 signed by the party, 0 signed with a body that the party has, 1 as received by the hub",
        `key        ${thumbprintOfActKey(keyOf())} signed for ${entry.actor}. Ask that party whether it is its key`,
      ],
    })
  })

  it("ends with 1 and names the entry when a signature was altered, though the chain holds", async () => {
    const { entries, entry, signature } = await declined()
    const data = withSignature(entry, { ...signature, signature: `${"A".repeat(86)}==` })
    const { status, lines } = await verified(rewritten(entries, entry.seq, { data }).entries)
    expect(status).toBe(1)
    expect(lines).toContain(`acts       entry ${entry.seq} is BROKEN: the signature is not of the key beside it`)
  })
})

describe("the dossier", () => {
  const words = {
    en: {
      signed: ", signed by the party",
      received: ", as received by the exchange",
      broken: "does NOT hold",
      counts: "2 acts of parties: 1 signed",
    },
    fr: {
      signed: ", signé par la partie",
      received: ", tel que reçu par la plateforme",
      broken: "N’EST PAS valable",
      counts: "2 actes de parties. Signés par la partie : 1. Tels que reçus",
    },
  } as const

  it.each(["en", "fr"] as const)("says of each act who vouches for it, in %s", async (language) => {
    const { signed, received, broken, counts } = words[language]
    const { entries, entry, signature } = await declined()
    const dossierOf = (given: readonly TimelineEntry[]) => {
      const { entries: timeline, head } = timelineOf(given)
      return buildDossier({ ...scenarioDossierInput({ language }), timeline, head })
    }
    const dossier = dossierOf(entries)
    const text = textOf(only(ofKind(dossier, "evidence")))
    for (const expected of [signed, received, counts]) expect(text).toContain(expected)
    expect(text).not.toContain(broken)
    expect(Buffer.from(await renderDossierMarkdown(dossier)).toString()).toContain(signed)
    const data = withSignature(entry, { ...signature, signature: `${"A".repeat(86)}==` })
    const altered = dossierOf(rewritten(entries, entry.seq, { data }).entries)
    expect(textOf(only(ofKind(altered, "evidence")))).toContain(broken)
  })
})
