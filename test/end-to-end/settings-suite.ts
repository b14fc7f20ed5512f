import { describe, expect, it } from "@jest/globals"
import type { LocalExchange } from "./local-exchange.ts"

/** A party changes its settings over the deployed API. */
export function settingsSuite(local: () => LocalExchange): void {
  describe("a party's settings", () => {
    const call = async (partyId: string, method: string, more: { ifMatch?: string; body?: unknown } = {}) =>
      fetch(`${local().exchange.apiUrl}/v1/settings`, {
        method,
        headers: {
          authorization: `Bearer ${await local().sign(partyId)}`,
          "content-type": "application/merge-patch+json",
          ...(more.ifMatch === undefined ? {} : { "if-match": more.ifMatch }),
        },
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      })

    it("begin as the parties file says, and change once for each version", async () => {
      const first = await call("northpost", "GET")
      expect([first.status, first.headers.get("etag")]).toEqual([200, '"0"'])
      expect(await first.json()).toMatchObject({ version: 0, changed: [], history: [] })
      const body = { escalationEmails: ["head-of-privacy@northpost.example"] }
      expect((await call("northpost", "PATCH", { ifMatch: '"0"', body })).status).toBe(200)
      expect((await call("northpost", "PATCH", { ifMatch: '"0"', body })).status).toBe(412)
      const wrong = await call("northpost", "PATCH", { ifMatch: '"1"', body: { emails: ["nobody"] } })
      expect([wrong.status, await wrong.json()]).toEqual([
        400,
        expect.objectContaining({ detail: "emails[0] is not right: write an e-mail address." }),
      ])
      expect(await (await call("northpost", "GET")).json()).toMatchObject({
        version: 1,
        settings: body,
        changed: ["escalationEmails"],
        history: [
          {
            version: 1,
            by: { party: "northpost" },
            changes: [{ field: "escalationEmails", before: [], after: body.escalationEmails }],
          },
        ],
      })
    })

    it("of others stay as they are", async () => {
      expect(await (await call("leafline", "GET")).json()).toMatchObject({ version: 0, history: [] })
    })
  })
}
