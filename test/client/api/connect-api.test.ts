import { describe, expect, it } from "@jest/globals"
import { connectApi } from "../../../client/api/connect-api.ts"

/** An API that answers every call alike, and the calls that it got. */
function api(answer: () => Response = () => Response.json({ cases: [] })) {
  const calls: Request[] = []
  let tokens = 0
  const connected = connectApi({
    apiUrl: "https://api.hub.example/",
    token: async () => {
      tokens += 1
      return `token-${tokens}`
    },
    fetch: async (request) => {
      calls.push(request)
      return answer()
    },
  })
  return { calls, connected }
}

describe("the typed calls of the API", () => {
  it("read with a token, and with parameters of the document", async () => {
    const { calls, connected } = api()
    const { data } = await connected.GET("/v1/cases", { params: { query: { state: "open" } } })
    expect(data?.cases).toEqual([])
    expect(calls.map(({ url }) => url)).toEqual(["https://api.hub.example/v1/cases?state=open"])
    expect(calls[0]?.headers.get("authorization")).toBe("Bearer token-1")
    expect(calls[0]?.headers.has("idempotency-key")).toBe(false)
  })

  it("have an idempotency-key each when they change something, unless the caller gives one", async () => {
    const { calls, connected } = api(() => Response.json({ outcome: "acknowledged" }))
    const path = { caseAlias: "WS-4K7QX2M9TB" }
    await connected.POST("/v1/cases/{caseAlias}/acknowledgements", { params: { path }, body: {} })
    await connected.POST("/v1/cases/{caseAlias}/acknowledgements", {
      params: { path },
      body: {},
      headers: { "idempotency-key": "ours-1" },
    })
    expect(calls.map(({ headers }) => headers.get("idempotency-key"))).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      "ours-1",
    ])
  })

  it("answer a refusal as an error with its code", async () => {
    const refusal = { type: "t", title: "Not found", status: 404, code: "unknownCase" }
    const { connected } = api(() => Response.json(refusal, { status: 404 }))
    const { data, error } = await connected.GET("/v1/cases/{caseAlias}", {
      params: { path: { caseAlias: "WS-4K7QX2M9TB" } },
    })
    expect({ data, error }).toEqual({ data: undefined, error: refusal })
  })
})
