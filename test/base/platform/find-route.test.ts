import { describe, expect, it } from "@jest/globals"
import { routeFinder } from "../../../shared/base/platform/find-route.ts"
import { handle } from "../../../shared/parties/party-route.ts"

const of = (method: "GET" | "POST", path: string) =>
  handle({ method, path, authentication: "none" })(async () => ({ status: 200 }))

const atOnce = of("GET", "/v1/cases")
const later = [of("GET", "/v1/cases"), of("POST", "/v1/cases"), of("GET", "/v1/cases/{caseAlias}")]

/** @param failures how often the further routes cannot be made */
function finder(failures = 0) {
  let made = 0
  const find = routeFinder({
    routes: [atOnce],
    moreRoutes: async () => {
      made += 1
      if (made <= failures) throw new Error("no secret")
      return later
    },
  })
  return { find, timesMade: () => made }
}

describe("a route that is made later", () => {
  it("is not made for a request that another route fits", async () => {
    const { find, timesMade } = finder()
    expect(await find("GET", "/v1/cases")).toEqual({ route: atOnce, parameters: {} })
    expect(timesMade()).toBe(0)
  })

  it("is made once, for the first request that fits no other", async () => {
    const { find, timesMade } = finder()
    expect(await find("GET", "/v1/cases/WS-1")).toEqual({ route: later[2], parameters: { caseAlias: "WS-1" } })
    expect((await find("POST", "/v1/cases")).route).toBe(later[1])
    expect(timesMade()).toBe(1)
  })

  it("is tried again by the next request when it cannot be made", async () => {
    const { find } = finder(1)
    await expect(find("POST", "/v1/cases")).rejects.toThrow("no secret")
    expect((await find("POST", "/v1/cases")).route).toBe(later[1])
  })

  it("is known before a request is refused", async () => {
    const { find } = finder()
    await expect(find("PUT", "/v1/cases")).rejects.toMatchObject({
      code: "methodNotAllowed",
      headers: { allow: "GET, POST" },
    })
    await expect(find("GET", "/v1/nothing")).rejects.toMatchObject({ code: "notFound" })
  })

  it("takes no value in a path that is longer than an id, because no key of a table could be", async () => {
    const { find } = finder()
    await expect(find("GET", `/v1/cases/${"A".repeat(257)}`)).rejects.toMatchObject({ code: "notFound" })
    await expect(find("GET", `/v1/cases/${"A".repeat(256)}`)).resolves.toMatchObject({ route: later[2] })
  })
})
