import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type ForwardedApi, forwardApi } from "../../infra/local/emulator/forward-api.ts"
import { sessionCookieName } from "../../shared/parties/sessions/session.ts"
import { chooseAtProvider } from "../pages/sign-in/at-provider.ts"
import type { HostileProvider } from "../pages/sign-in/hostile-provider.ts"
import type { LocalExchange } from "./local-exchange.ts"

const problem = z.object({ code: z.string() })

/**
 * People of a party sign in to the deployed hub at a real OpenID Connect provider.
 * @param hostile the provider that the deployed parties file has for Northpost
 */
export function signInSuite(local: () => LocalExchange, hostile: () => HostileProvider): void {
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

    describe("led on by the provider of another party, which is hostile,", () => {
      const northpost = (hub: string) => `${hub}/desk/signed-in/northpost`

      async function begin(party: string) {
        const hub = `http://localhost:${api.port}`
        const begun = await fetch(`${hub}/desk/sign-in?party=${party}`, { redirect: "manual" })
        return { hub, asked: new URL(begun.headers.get("location") ?? ""), cookie: cookiesOf(begun).join("; ") }
      }

      /** Comes back to the hub. @returns the status, and the sessions that this began */
      async function comeBack(cookie: string, back: URL) {
        const answer = await fetch(back, { redirect: "manual", headers: { cookie } })
        const sessions = cookiesOf(answer).filter((one) => one.startsWith(sessionCookieName))
        expect(await answer.text()).toContain("<h1>")
        return { status: answer.status, sessions }
      }

      /** Where the hostile provider leads a browser that the hub sent to it. */
      async function ledFrom(asked: URL): Promise<URL> {
        expect(asked.origin).toBe(hostile().issuer)
        const led = await fetch(asked, { redirect: "manual" })
        return new URL(led.headers.get("location") ?? "")
      }

      const withState = (url: URL, state: string | null) => {
        const changed = new URL(url)
        changed.searchParams.set("state", state ?? "")
        return changed
      }

      it("are signed in nowhere, and nobody with their code (RFC 9700, section 4.4)", async () => {
        const [attacker, victim] = [await begin("maplebooks"), await begin("northpost")]
        hostile().leads = (asked) => withState(attacker.asked, asked.searchParams.get("state"))
        const back = await chooseAtProvider(await ledFrom(victim.asked), "maplebooks-officer", new Map())
        expect(back.pathname).toBe("/desk/signed-in/maplebooks")
        expect(back.searchParams.get("code")).toMatch(/^[\w-]{20,}$/)
        // As of a provider that does not name itself (RFC 9207).
        back.searchParams.delete("iss")
        const shared = new URL(`/desk/signed-in${back.search}`, back)
        expect(await comeBack(victim.cookie, back)).toEqual({ status: 403, sessions: [] })
        expect(await comeBack(victim.cookie, shared)).toEqual({ status: 400, sessions: [] })
        expect(hostile().redeemed).toEqual([])
      })

      it("have none of their codes redeemed there, only those that it gave to its own party", async () => {
        const { hub, asked, cookie } = await begin("northpost")
        hostile().leads = (url) => withState(new URL(`${northpost(hub)}?code=own`), url.searchParams.get("state"))
        expect(await comeBack(cookie, await ledFrom(asked))).toEqual({ status: 403, sessions: [] })
        expect(hostile().redeemed.map((form) => form.get("code"))).toEqual(["own"])
      })
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
