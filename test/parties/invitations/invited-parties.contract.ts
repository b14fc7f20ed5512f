import { describe, expect, it } from "@jest/globals"
import type { InvitedParty } from "../../../shared/parties/invitations/invited-party.ts"
import { partyStep } from "../../../shared/parties/invitations/party-step.ts"
import type { PartyChange, StoredInvitedParties } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import { type Party, party } from "../../../shared/parties/party.ts"

const at = "2026-11-01T10:00:00.000Z"
const by = { party: "hub", credential: "user/ops" }

/** A retailer with something of everything that only one party may have. */
function retailerCalled(id: string, more: Readonly<Record<string, unknown>> = {}): Party {
  return party.parse({
    id,
    kind: "retailer",
    alias: `${id} shop`,
    credentials: { publicKeys: [{ kid: "1", kty: "OKP", crv: "Ed25519", x: Buffer.from(id).toString("base64url") }] },
    channels: { emails: [`privacy@${id}.example`] },
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    shipperAccounts: [{ carrierId: "northpost", account: `${id}-1` }],
    ordersPerDay: 100,
    missShare: 0.05,
    ...more,
  })
}

const invitedOnly = (partyId: string, tokenHash = `hash-of-${partyId}`) => ({
  partyId,
  kind: "retailer" as const,
  language: "en" as const,
  invitation: { tokenHash, invitedAt: at, expiresAt: "2026-11-15T10:00:00.000Z" },
})

/** What every store of invited parties does. Each test uses ids of its own, because they share one table. */
export function invitedPartiesContract(where: string, open: () => Promise<StoredInvitedParties>): void {
  const write = async (
    store: StoredInvitedParties,
    before: InvitedParty | undefined,
    after: Parameters<typeof partyStep>[1],
    what: PartyChange["what"] = "invited",
  ): Promise<InvitedParty> => {
    const step = partyStep(before, after, { what, by, at })
    expect(await store.change(step)).toBe("changed")
    return step.after
  }
  const approve = async (store: StoredInvitedParties, described: Party, number: number) => {
    const { invitation: _, ...kept } = invitedOnly(described.id)
    return write(store, undefined, { ...kept, approved: { at, party: described, number } }, "approved")
  }

  describe(`invited parties in ${where}`, () => {
    it("are absent until they are invited", async () => {
      const store = await open()
      expect(await store.get("nobody")).toBeUndefined()
      expect(await store.current("nobody")).toBeUndefined()
      expect(await store.invitedBy("no-hash")).toBeUndefined()
      expect(await store.history("nobody", { limit: 10 })).toEqual([])
    })

    it("are found by their id and by the hash of their token, which is theirs alone", async () => {
      const store = await open()
      const first = await write(store, undefined, invitedOnly("ash", "ash-1"))
      expect(await store.get("ash")).toEqual(first)
      expect(await store.invitedBy("ash-1")).toEqual(first)
      const second = await write(store, first, invitedOnly("ash", "ash-2"), "invitedAgain")
      expect(await store.invitedBy("ash-1")).toBeUndefined()
      expect(await store.invitedBy("ash-2")).toEqual(second)
    })

    it("keep every change, the newest first", async () => {
      const store = await open()
      const first = await write(store, undefined, invitedOnly("beech"))
      await write(store, first, invitedOnly("beech"), "invitedAgain")
      const changes = await store.history("beech", { limit: 10 })
      expect(changes.map(({ version, what }) => [version, what])).toEqual([
        [2, "invitedAgain"],
        [1, "invited"],
      ])
      expect(await store.history("beech", { limit: 10, before: 2 })).toEqual([changes[1]])
      expect(await store.history("beech", { limit: 1 })).toEqual([changes[0]])
    })

    it("refuse the second of two changes of one version, and keep the first whole", async () => {
      const store = await open()
      const first = await write(store, undefined, invitedOnly("cedar"))
      const step = (tokenHash: string) =>
        partyStep(first, invitedOnly("cedar", tokenHash), { what: "invitedAgain", by, at })
      expect(await store.change(step("cedar-2"))).toBe("changed")
      expect(await store.change(step("cedar-3"))).toBe("refused")
      expect(await store.change(partyStep(undefined, invitedOnly("cedar"), { what: "invited", by, at }))).toBe(
        "refused",
      )
      expect((await store.current("cedar"))?.invitation?.tokenHash).toBe("cedar-2")
      expect(await store.invitedBy("cedar-3")).toBeUndefined()
      expect(await store.history("cedar", { limit: 10 })).toHaveLength(2)
    })

    it("are found by what they claim, once it is approved", async () => {
      const store = await open()
      const described = retailerCalled("dogwood", {
        credentials: { oidc: { issuer: "https://login.dogwood.example", audience: "a", subject: "s" } },
      })
      const claims = [
        { kind: "alias", alias: "Dogwood SHOP" },
        { kind: "issuer", issuer: "https://login.dogwood.example", subject: "s" },
        { kind: "shipperAccount", carrierId: "northpost", account: "dogwood-1" },
      ] as const
      const found = () => Promise.all(claims.map((claim) => store.idOf(claim)))
      const answered = await write(store, undefined, { ...invitedOnly("dogwood"), answer: { at, party: described } })
      expect(await found()).toEqual([undefined, undefined, undefined])
      const { invitation: _, answer: __, ...kept } = answered
      await write(store, answered, { ...kept, approved: { at, party: described, number: 5_000 } }, "approved")
      expect(await found()).toEqual(["dogwood", "dogwood", "dogwood"])
      expect(await store.idOf({ kind: "number", number: 5_000 })).toBe("dogwood")
      // An id is nobody else's alias, but it is no alias either.
      expect(await store.idOf({ kind: "alias", alias: "dogwood" })).toBeUndefined()
      expect(
        await store.idOf({ kind: "issuer", issuer: "https://login.dogwood.example", subject: "x" }),
      ).toBeUndefined()
    })

    it.each<[string, Readonly<Record<string, unknown>>]>([
      ["alias", { alias: "ELM shop" }],
      ["id as an alias", { alias: "Elm" }],
      ["public key", { credentials: retailerCalled("elm").credentials }],
      ["account of a carrier", { shipperAccounts: [{ carrierId: "northpost", account: "elm-1" }] }],
    ])("refuse the %s of another, and write nothing", async (what, same) => {
      const store = await open()
      const [holder, other] = [`elm`, `other-${what.length}`]
      if ((await store.current(holder)) === undefined) await approve(store, retailerCalled(holder), 5_001)
      const first = await write(store, undefined, invitedOnly(other))
      const step = partyStep(
        first,
        { ...invitedOnly(other), answer: { at, party: retailerCalled(other, same) } },
        { what: "answered", by, at },
      )
      expect(await store.change(step)).toBe("refused")
      expect(await store.current(other)).toEqual(first)
      expect(await store.history(other, { limit: 10 })).toHaveLength(1)
    })

    it("say which claims another party has", async () => {
      const store = await open()
      await approve(store, retailerCalled("fir"), 5_010)
      const claims = [
        { pk: "number", sk: "5010" },
        { pk: "number", sk: "5011" },
      ]
      expect(await store.takenFrom("someone", claims)).toEqual([claims[0]])
      expect(await store.takenFrom("fir", claims)).toEqual([])
      expect(await store.takenFrom("fir", [])).toEqual([])
      expect(await store.holdersOf(claims)).toEqual([{ ...claims[0], partyId: "fir", inForce: true }])
      expect(await store.holdersOf([])).toEqual([])
    })

    it("give back what they no longer have, and keep what is in force", async () => {
      const store = await open()
      const approved = await approve(store, retailerCalled("gum"), 5_020)
      const renamed = retailerCalled("gum", { alias: "New Gum" })
      const answered = await write(store, approved, { ...approved, answer: { at, party: renamed } }, "answered")
      expect(await store.idOf({ kind: "alias", alias: "gum shop" })).toBe("gum")
      expect(await store.takenFrom("someone", [{ pk: "alias", sk: "new gum" }])).toHaveLength(1)
      const { answer: _, ...kept } = answered
      await write(store, answered, { ...kept, approved: { at, party: renamed, number: 5_020 } }, "approved")
      expect(await store.idOf({ kind: "alias", alias: "new gum" })).toBe("gum")
      expect(await store.takenFrom("someone", [{ pk: "alias", sk: "gum shop" }])).toEqual([])
    })

    it("keep their claims after they were removed", async () => {
      const store = await open()
      const approved = await approve(store, retailerCalled("hazel"), 5_030)
      await write(store, approved, { ...approved, removedAt: at }, "removed")
      expect(await store.takenFrom("someone", [{ pk: "alias", sk: "hazel shop" }])).toHaveLength(1)
      expect(await store.takenFrom("someone", [{ pk: "alias", sk: "hazel" }])).toHaveLength(1)
    })

    it("fit all their claims into one change, old ones and new ones", async () => {
      const store = await open()
      const accounts = (from: string) => ({
        shipperAccounts: Array.from({ length: 40 }, (_, place) => ({
          carrierId: "northpost",
          account: `${from}-${place}`,
        })),
        credentials: {
          publicKeys: [1, 2].map((place) => ({
            kid: `${place}`,
            kty: "OKP",
            crv: "Ed25519",
            x: Buffer.from(`${from} ${place}`).toString("base64url"),
          })),
        },
      })
      const [old, now] = ["old", "new"].map((word) =>
        retailerCalled("ivy", { ...accounts(word), alias: `ivy ${word}` }),
      )
      if (old === undefined || now === undefined) throw new Error("there is no party")
      const first = await write(store, undefined, { ...invitedOnly("ivy"), answer: { at, party: old } }, "answered")
      const { invitation: _, answer: __, ...kept } = first
      const approved = await write(store, first, { ...kept, approved: { at, party: old, number: 5_040 } }, "approved")
      const again = { ...approved, invitation: invitedOnly("ivy").invitation, answer: { at, party: now } }
      const answered = await write(store, approved, again, "answered")
      await write(store, answered, { ...kept, approved: { at, party: now, number: 5_040 } }, "approved")
      expect(await store.idOf({ kind: "alias", alias: "ivy new" })).toBe("ivy")
    })

    it("are listed by their ids, without claims and changes", async () => {
      const store = await open()
      for (const id of ["zz-oak", "zz-elm"]) await write(store, undefined, invitedOnly(id))
      const ids: string[] = []
      for await (const row of store.each()) ids.push(row.partyId)
      expect(ids.filter((id) => id.startsWith("zz-"))).toEqual(["zz-elm", "zz-oak"])
      expect(ids).toEqual([...new Set(ids)].sort())
    })
  })
}
