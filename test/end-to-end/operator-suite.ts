import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { type ForwardedApi, forwardApi } from "../../infra/local/emulator/forward-api.ts"
import { localOperator } from "../../infra/local/sign-in/local-people.ts"
import { operatorCookieName } from "../../shared/pages/operator/operator-session.ts"
import { sessionCookieName } from "../../shared/parties/sessions/session.ts"
import { chooseAtProvider } from "../pages/sign-in/at-provider.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** An operator signs in to the deployed hub at a real OpenID Connect provider, and sees how the stage is. */
export function operatorSuite(local: () => LocalExchange): void {
  describe("the operator of the stage", () => {
    let api: ForwardedApi
    beforeAll(async () => {
      api = await forwardApi(local().exchange.apiUrl, 0)
    })
    afterAll(() => api?.stop())

    const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.replace(/;.*/, ""))
    const get = (path: string, cookie = "") =>
      fetch(`http://localhost:${api.port}${path}`, { redirect: "manual", headers: { cookie } })

    async function signIn(): Promise<string> {
      const begun = await get("/hub/sign-in")
      const back = await chooseAtProvider(
        new URL(begun.headers.get("location") ?? ""),
        localOperator.subject,
        new Map(),
      )
      const done = await get(`${back.pathname}${back.search}`, cookiesOf(begun).join("; "))
      expect([done.status, done.headers.get("location")]).toEqual([302, "/hub"])
      return cookiesOf(done).find((cookie) => cookie.startsWith(`${operatorCookieName}=`)) ?? ""
    }

    it("sees every part of it, which the function's own role may read", async () => {
      expect((await get("/hub")).status).toBe(302)
      const answer = await get("/hub?lang=en", await signIn())
      const text = await answer.text()
      expect([answer.status, text.includes("Could not be read")]).toEqual([200, false])
      expect(text).toContain("<h1>Stage local</h1>")
      expect(text).toContain("wayseal-local-ingress")
    })

    it("has no session of a party", async () => {
      const cookie = (await signIn()).replace(operatorCookieName, sessionCookieName)
      expect((await get("/v1/cases", cookie)).status).toBe(401)
    })
  })
}
