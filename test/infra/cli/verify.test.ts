import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { notifiedInWords } from "../../../infra/cli/verify/notified-shipments.ts"
import { verdictInWords } from "../../../infra/cli/verify/verdict-in-words.ts"
import { verifyDossier } from "../../../shared/desk/dossier/verify-dossier.ts"
import { shipmentsDigest } from "../../../shared/desk/notices/notice-receipts.ts"
import { headContent, headOf } from "../../../shared/desk/timeline.ts"
import { receivedHead } from "../../../shared/proof/evidence-package/received-heads.ts"
import { memorySigner } from "../../base/platform/signing/memory-signer.ts"
import { newPrivateKey } from "../../base/platform/signing/test-signer.ts"
import { timelineOf } from "../../desk/dossier/dossier-scenario.ts"
import { answer } from "./command-line/answer.ts"

const alias = "WS-AAAAAAAAAA"
const { entries, head } = timelineOf(
  Array.from({ length: 6 }, (_, index) => ({
    at: `2026-11-25T10:0${index}:00.000Z`,
    actor: "hub",
    type: "caseGrew",
    data: { shipments: index },
  })),
)
const [, , third] = entries
if (third === undefined) throw new Error("there is a third entry")
const caseData = { caseAlias: alias, timelineHead: { ...headOf(third), mac: `${"A".repeat(43)}=` } }

const words = async (timeline: (typeof entries)[number][], heads: Parameters<typeof verifyDossier>[2] = []) => {
  const verdict = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, heads)
  return verdictInWords(verdict, { caseAlias: alias, entries: timeline.length, head, heads: heads.length, acts: [] })
}

describe("npx wayseal verify", () => {
  const folder = mkdtempSync(join(tmpdir(), "wayseal-verify-"))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const dossier = (timeline: readonly unknown[]) =>
    file("dossier.json", JSON.stringify({ caseAlias: alias, head, receivedHeads: [], timeline }))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("ends with 0 when the chain and the kept heads hold", async () => {
    const heads = file("events.jsonl", `${JSON.stringify({ detail: { data: caseData } })}\n\n`)
    const ran = await answer("verify", dossier(entries), "--heads", heads, "--json")
    expect(ran.status).toBe(0)
    expect(JSON.parse(ran.stdout)).toEqual({
      caseAlias: alias,
      holds: true,
      chain: { ok: true, head, entries: 6 },
      heads: { given: 1, stray: [] },
      acts: [],
    })
  })

  it("ends with 1 when an entry was changed, and says which (promise: package-verifies-offline)", async () => {
    const altered = entries.map((entry) => (entry.seq === 4 ? { ...entry, data: { shipments: 99 } } : entry))
    const { status, stdout } = await answer("verify", dossier(altered))
    expect(status).toBe(1)
    expect(stdout).toContain("chain      BROKEN at entry 4: its content was changed\n")
  })

  it("ends with 1 when a kept head does not lie on the chain (promise: timeline-change-is-noticed)", async () => {
    const heads = file("events.jsonl", JSON.stringify({ seq: 2, hash: "0".repeat(64) }))
    const { status, stdout } = await answer("verify", dossier(entries), "--heads", heads)
    expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining("do NOT lie on the chain") })
  })

  it("checks the hub's signature with the public keys, and trusts a rotated key through the pinned one (promise: head-cannot-be-denied)", async () => {
    const first = newPrivateKey()
    const signer = memorySigner([first, newPrivateKey()])
    const headSignature = await signer.sign("head", headContent(alias, head))
    const signed = (values: object) =>
      file("signed.json", JSON.stringify({ caseAlias: alias, head, receivedHeads: [], timeline: entries, ...values }))
    const keys = file("keys.json", JSON.stringify(await signer.all()))
    const [pinned = ""] = (await memorySigner([first]).all()).keys.map(({ kid }) => kid)
    const verified = async (values: object, ...more: string[]) => {
      const { status, stdout } = await answer("verify", signed(values), "--keys", keys, ...more)
      return { status, line: stdout.split("\n").find((line) => line.startsWith("signature")) }
    }

    expect(await verified({ headSignature }, "--pin", pinned)).toEqual({
      status: 0,
      line: `signature  holds, under key ${headSignature.keyId}`,
    })
    expect(await verified({ headSignature })).toMatchObject({
      status: 0,
      line: expect.stringContaining("Compare this id with the one that the hub's operator gave you"),
    })
    expect(await verified({ headSignature }, "--pin", "p".repeat(43))).toMatchObject({
      status: 1,
      line: expect.stringContaining("do NOT trust"),
    })
    expect(
      await verified({ headSignature: await signer.sign("head", headContent("WS-BBBBBBBBBB", head)) }),
    ).toMatchObject({
      status: 1,
      line: expect.stringContaining("WRONG"),
    })
    expect(await verified({})).toMatchObject({ status: 1, line: expect.stringContaining("ABSENT") })
  })

  it("says where public keys come from when the file holds none", async () => {
    const keys = file("no-keys.json", "{}")
    expect(await answer("verify", dossier(entries), "--keys", keys)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Save the answer of GET /v1/signing-keys to it"),
    })
  })

  it("reads the ids of the shipments of one receipt", async () => {
    const ids = file("ids.txt", "S-1\r\nS-2\n")
    const { stdout } = await answer("verify", dossier(entries), "--notified", ids, "--json")
    expect(JSON.parse(stdout)).toMatchObject({ notified: { shipments: 2, entry: null } })
  })

  it("names the line of a kept event that is not JSON", async () => {
    const heads = file("events.jsonl", "\nnot JSON")
    expect(await answer("verify", dossier(entries), "--heads", heads)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/events\.jsonl, line 2 is not JSON\./),
    })
  })
})

describe("checking a dossier without the hub", () => {
  it.each([
    ["an event as it arrived", { id: "1", detail: { metadata: {}, data: caseData } }],
    ["its data", caseData],
    ["only the head", headOf(third)],
  ])("reads the head of %s", (_, kept) => {
    expect(receivedHead(JSON.stringify(kept), alias)).toEqual(headOf(third))
  })

  it("ignores other cases and other events, and refuses a line that is not JSON", () => {
    expect(receivedHead(JSON.stringify({ ...caseData, caseAlias: "WS-BBBBBBBBBB" }), alias)).toBeNull()
    expect(receivedHead(JSON.stringify({ detail: { data: { shipmentId: "S-1" } } }), alias)).toBeNull()
    expect(() => receivedHead("not JSON", alias)).toThrow("is not JSON")
  })

  it("reports that everything holds, or which entry or head does not", async () => {
    expect(await words([...entries], [headOf(third)])).toEqual([
      "chain      holds: 6 entries lead to head 6",
      "received   all 1 heads lie on the chain",
      "signature  not checked. Pass the hub's public keys with --keys",
      `MAC        only the hub can check it: POST /v1/cases/${alias}/verifications`,
      expect.stringContaining("not        checked: documents"),
    ])
    const altered = entries.map((entry) => (entry.seq === 4 ? { ...entry, data: { shipments: 99 } } : entry))
    expect((await words(altered))[0]).toBe("chain      BROKEN at entry 4: its content was changed")
    const stray = { seq: 2, hash: "0".repeat(64) }
    expect((await words([...entries], [headOf(third), stray]))[1]).toBe(
      "received   1 of 2 heads do NOT lie on the chain: 2",
    )
  })

  it("reports which entry is the receipt for a list of shipments, in any order", () => {
    const data = {
      method: "email",
      notifiedAt: "2026-11-25T10:00:00Z",
      shipmentsDigest: shipmentsDigest(["S-1", "S-2"]),
    }
    const notified = timelineOf([
      { at: "2026-11-25T10:00:00.000Z", actor: "leafline", type: "IndividualsNotified", data },
    ])
    expect(notifiedInWords(notified.entries, ["S-2", "S-1", "S-2"])).toBe(
      "notified   entry 1 is a receipt for exactly these 2 shipments: email, 2026-11-25T10:00:00Z",
    )
    expect(notifiedInWords(notified.entries, ["S-1"])).toBe(
      "notified   NO receipt in the chain is for exactly these 1 shipments",
    )
  })
})
