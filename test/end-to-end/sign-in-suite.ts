import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type ForwardedApi, forwardApi } from "../../infra/local/emulator/forward-api.ts"
import { sessionCookieName } from "../../shared/parties/sessions/session.ts"
import { chooseAtProvider } from "../sign-in/at-provider.ts"
import type { LocalExchange } from "./local-exchange.ts"

const problem = z.object({ code: z.string() })

/** People of a party sign in to the deployed hub at a real OpenID Connect provider. */
export function signInSuite(local: () => LocalExchange): void {
  describe("the people of a party", () => {
    let api: ForwardedApi
    beforeAll(async () => {
      api = await forwardApi(local().exchange.apiUrl, 0)
    })
    afterAll(() => api?.stop())

    const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.replace(/;.*/, ""))

    /** Signs a person in. @returns the cookie of the session */
    async function signIn(subject: string): Promise<string> {
      const hub = `http://localhost:${api.port}`
      const begun = await fetch(`${hub}/desk/sign-in?party=maplebooks&return=/desk/cases`, { redirect: "manual" })
      const url = new URL(begun.headers.get("location") ?? "")
      const back = await chooseAtProvider(url, subject, new Map())
      expect(back.origin).toBe(hub)
      const done = await fetch(back, { redirect: "manual", headers: { cookie: cookiesOf(begun).join("; ") } })
      expect([done.status, done.headers.get("location")]).toEqual([302, "/desk/cases"])
      return cookiesOf(done).find((cookie) => cookie.startsWith(`${sessionCookieName}=`)) ?? ""
    }

    async function call(cookie: string, method: string, path: string, headers: Record<string, string> = {}) {
      const json = { "content-type": "application/json" }
      const body = method === "POST" ? { body: "{}" } : {}
      const answer = await fetch(`${api.url}${path}`, { method, headers: { cookie, ...json, ...headers }, ...body })
      const text = await answer.text()
      return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) }
    }

    it("use the API with the cookie of their session, until they sign out", async () => {
      const cookie = await signIn("maplebooks-officer")
      const { json } = await call(cookie, "GET", "/v1/session")
      expect(json).toMatchObject({ partyId: "maplebooks", role: "officer", name: expect.stringMatching(/\w/) })
      expect((await call(cookie, "GET", "/v1/cases")).status).toBe(200)
      expect((await call(cookie, "GET", "/v1/settings")).status).toBe(200)
      const { json: known } = await call(cookie, "GET", "/v1/colleagues")
      expect(known.colleagues).toContainEqual({ userId: json.userId, name: json.name, role: "officer" })
      const console = { "x-wayseal-console": "1" }
      // The body is empty: what comes so far is allowed.
      expect((await call(cookie, "POST", "/v1/cases", console)).status).toBe(400)
      expect((await call(cookie, "DELETE", "/v1/session", console)).status).toBe(200)
      const after = await call(cookie, "GET", "/v1/cases")
      expect([after.status, problem.parse(after.json).code]).toEqual([401, "sessionExpired"])
    })

    it("are signed in by nothing that comes back to the address of another party, or to the one that all shared", async () => {
      const hub = `http://localhost:${api.port}`
      const begin = async (party: string) => {
        const begun = await fetch(`${hub}/desk/sign-in?party=${party}`, { redirect: "manual" })
        return { asked: new URL(begun.headers.get("location") ?? ""), cookie: cookiesOf(begun).join("; ") }
      }
      const [carrier, { asked }] = [await begin("northpost"), await begin("maplebooks")]
      asked.searchParams.set("state", carrier.asked.searchParams.get("state") ?? "")
      const { pathname, search } = await chooseAtProvider(asked, "maplebooks-officer", new Map())
      for (const [path, status] of [
        [pathname, 403],
        ["/desk/signed-in", 400],
      ] as const) {
        const headers = { cookie: carrier.cookie }
        const answer = await fetch(`${hub}${path}${search}`, { redirect: "manual", headers })
        const sessions = cookiesOf(answer).filter((cookie) => cookie.startsWith(sessionCookieName))
        expect([answer.status, sessions]).toEqual([status, []])
        expect(await answer.text()).toContain("<h1>")
      }
    })

    it("change nothing as readers, or without the header of the console", async () => {
      const cookie = await signIn("maplebooks-reader")
      const codeOf = async (headers: Record<string, string>) =>
        problem.parse((await call(cookie, "POST", "/v1/cases", headers)).json).code
      expect((await call(cookie, "GET", "/v1/cases")).status).toBe(200)
      expect(await codeOf({})).toBe("noConsoleHeader")
      expect(await codeOf({ "x-wayseal-console": "1" })).toBe("readersMayNotChange")
    })
  })
}
