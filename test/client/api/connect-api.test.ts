import { describe, expect, it } from "@jest/globals"
import { connectApi } from "../../../client/api/connect-api.ts"
import type { PrivateKey } from "../../../client/tokens/private-key.ts"
import { tokenSource } from "../../../client/tokens/sign-token.ts"
import { verifyActSignature } from "../../../shared/parties/act-signatures/verify-act-signature.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { newPartyKey, partiesWithKeys } from "../../desk/signed-acts.ts"

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

function northpostWith(key: PrivateKey): Party {
  const party = partiesWithKeys({ northpost: [key] }).find(({ id }) => id === "northpost")
  if (party === undefined) throw new Error("no such party")
  return party
}

describe("acts in a case", () => {
  const key = newPartyKey("post-1")
  const party = northpostWith(key)
  const token = tokenSource({ partyId: party.id, audience: "wayseal-test", key })
  const path = { caseAlias: "WS-4K7QX2M9TB" }

  /** The requests of a party with its key. */
  async function sent(
    options: { apiUrl?: string; signActs?: boolean },
    call: (api: ReturnType<typeof connectApi>) => unknown,
  ) {
    const calls: Request[] = []
    const answer = async (request: Request) => {
      calls.push(request)
      return Response.json({ outcome: "done" })
    }
    await call(connectApi({ apiUrl: "https://api.hub.example", token, fetch: answer, ...options }))
    const [request] = calls
    if (request === undefined) throw new Error("nothing was sent")
    return request
  }

  /** What the hub finds of a signature, if it gets the request under this path. */
  async function verified(request: Request, rawPath: string) {
    const body = new Uint8Array(await request.arrayBuffer())
    const raw = { method: request.method, path: rawPath, body }
    const headers = Object.fromEntries(request.headers)
    return verifyActSignature({ headers, caller: { party }, raw, receivedAt: new Date().toISOString() })
  }

  const acknowledge = (api: ReturnType<typeof connectApi>) =>
    api.POST("/v1/cases/{caseAlias}/acknowledgements", { params: { path }, body: {} })

  it.each(["https://api.hub.example", "https://api.hub.example/", "https://gateway.example/hub"])(
    "are signed with the key of the tokens, so that the hub finds the signature right: %s",
    async (apiUrl) => {
      const request = await sent({ apiUrl }, acknowledge)
      const signature = await verified(request, "/v1/cases/WS-4K7QX2M9TB/acknowledgements")
      expect(signature).toMatchObject({ body: "{}", publicKey: { kty: "OKP" } })
      expect(signature?.base).toContain(`"idempotency-key": ${request.headers.get("idempotency-key")}`)
    },
  )

  it("are not signed when the caller says so, or the source of tokens has no key", async () => {
    const withoutKey = Object.assign(() => token(), {})
    for (const options of [{ signActs: false }, { token: withoutKey }])
      expect((await sent(options, acknowledge)).headers.has("signature")).toBe(false)
  })

  it("are all that is signed", async () => {
    const request = await sent({}, (api) =>
      api.POST("/v1/cases/{caseAlias}/notes", { params: { path }, body: { text: "A note." } }),
    )
    expect(request.headers.has("signature")).toBe(false)
  })
})
