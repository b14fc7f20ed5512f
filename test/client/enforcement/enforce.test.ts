import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { connectApi } from "../../../client/api/connect-api.ts"
import { type EnforceOptions, runEnforce } from "../../../client/commands/enforce/run-enforce.ts"
import { type Enforcement, enforceOnce } from "../../../client/enforcement/enforce.ts"
import { targetsOf } from "../../../client/enforcement/enforced-targets.ts"
import type { EnforcementOutput } from "../../../client/enforcement/outputs/enforcement-output.ts"
import { nginxMap } from "../../../client/enforcement/outputs/nginx-map.ts"
import { openTokenStore, type TokenStore } from "../../../client/enforcement/token-store.ts"
import { mapReader } from "../../../client/proof-map/read-proof-map.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { neighbourhoodKey } from "../../../shared/watch/detection/retailers/number-blocks.ts"
import { breachWorld } from "../../desk/breach-world.ts"
import { caller } from "../../desk/desk-caller.ts"
import { sealedToken } from "../../doubles/accessor-tokens.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { aRestriction } from "../../watch/detection/restrictions/restrictions.contract.ts"

const folder = mkdtempSync(join(tmpdir(), "enforce-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const path = (name: string): string => join(folder, `${files++}-${name}`)
const startsAt = "2026-11-01T12:00:00.000Z"
const now = Date.parse(startsAt) / 1_000
const until = "2026-11-02T10:00:00.000Z"

/** A hub with restrictions, and a carrier that asks its own API. */
function hub() {
  const parties = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
  const world = breachWorld({ startsAt, parties: [...parties] })
  const call = caller(world)
  let isDown = false
  const api = connectApi({
    apiUrl: "https://api.hub.example",
    token: async () => "northpost",
    fetch: async (request) => {
      if (isDown) throw new TypeError("fetch failed")
      const { pathname, search } = new URL(request.url)
      const answer = await call("northpost", request.method, `${pathname}${search}`)
      return new Response(answer.body, { status: answer.statusCode, headers: answer.headers })
    },
  })
  const restrict = async (token: string, change: Parameters<typeof aRestriction>[1] = {}) => {
    const accessorTokens = [{ carrierId: "northpost", ...(await sealedToken(token)) }]
    await world.restrictions.restrict(aRestriction(token, { accessorTokens, ...change }))
    await world.settle()
  }
  const restrictNumbers = async (series: string, place: number) => {
    const accessorKey = neighbourhoodKey(series, testKeyedHash().blindOrdinal(series, place), "northpost")
    await world.restrictions.restrict(
      aRestriction(`numbers-${place}`, {
        accessorKey,
        scope: "neighbourhood",
        until,
        carrierIds: ["northpost"],
        vouchedBy: "northpost",
        accessorTokens: [],
      }),
    )
    await world.settle()
  }
  const release = async (token: string) => {
    const by = { kind: "party", partyId: "northpost" } as const
    await world.restrictions.release(`subject#${token}`, by, world.clock().toISOString())
    await world.settle()
  }
  return { world, api, restrict, restrictNumbers, release, setDown: (down: boolean) => (isDown = down) }
}

type Visitors = Readonly<Record<string, { network: string; account?: string; session?: string }>>

async function storeOf(visitors: Visitors): Promise<TokenStore> {
  const store = await openTokenStore(path("tokens"), now)
  for (const [token, visitor] of Object.entries(visitors)) store.note(token, visitor, now)
  store.commit()
  return store
}

const visitors: Visitors = {
  tok_account: { network: "203.0.113.1", account: "acct-1", session: "session-1" },
  tok_session: { network: "203.0.113.2", session: "session-2" },
  tok_nobody: { network: "203.0.113.3" },
  tok_other: { network: "203.0.113.3", session: "session-3" },
  tok_v6: { network: "2001:db8:1:2::/64" },
}

describe("whom a carrier's tool refuses", () => {
  const standing = (token: string, scope: "subject" | "network" = "subject") => ({
    restrictionId: `restriction-${token}`,
    scope,
    until,
    accessorTokens: [token],
  })

  it.each([
    ["an account is refused, wherever it is", standing("tok_account"), ["refuse", "account", "acct-1"]],
    ["a session is refused", standing("tok_session"), ["refuse", "session", "session-2"]],
    ["a visitor without either is asked for proof", standing("tok_nobody"), ["proof", "network", "203.0.113.3"]],
    ["a network is asked for proof", standing("tok_account", "network"), ["proof", "network", "203.0.113.1"]],
  ])("%s", async (_, restriction, expected) => {
    const store = await storeOf(visitors)
    const targets = targetsOf([restriction], store, { blockNetworks: false })
    expect(targets.map(({ action, kind, value }) => [action, kind, value])).toEqual([expected])
    store.close()
  })

  it("a network is blocked only if that was asked for and nobody else was seen there", async () => {
    const store = await storeOf(visitors)
    const both = [standing("tok_nobody", "network"), standing("tok_v6", "network")]
    const actions = (blockNetworks: boolean) =>
      targetsOf(both, store, { blockNetworks }).map(({ value, action }) => [value, action])
    expect(actions(true)).toEqual([
      ["203.0.113.3", "proof"],
      ["2001:db8:1:2::/64", "block"],
    ])
    expect(actions(false).map(([, action]) => action)).toEqual(["proof", "proof"])
    store.close()
  })

  it("each is named once, until its latest end", async () => {
    const store = await storeOf(visitors)
    const later = { ...standing("tok_session"), restrictionId: "later", until: "2026-11-03T10:00:00.000Z" }
    expect(targetsOf([later, standing("tok_session")], store, { blockNetworks: false })).toEqual([
      { action: "refuse", kind: "session", value: "session-2", until: later.until },
    ])
    store.close()
  })

  it("nobody is, of a token that is not in the store", async () => {
    const store = await storeOf({})
    expect(targetsOf([standing("tok_unknown")], store, { blockNetworks: true })).toEqual([])
    store.close()
  })
})

describe("enforce", () => {
  const enforcing = async (output: EnforcementOutput, readMap?: Enforcement["readMap"]) => {
    const carrier = hub()
    const store = await storeOf(visitors)
    const positions = keptPositions(path("positions"))
    const round = () =>
      enforceOnce({
        api: carrier.api,
        store,
        outputs: [output],
        readMap: readMap ?? mapReader(carrier.api),
        positions,
        blockNetworks: false,
        now: () => carrier.world.clock(),
      })
    return { ...carrier, round, store }
  }

  it("refuses a session when the hub restricts it, and no longer when it is released", async () => {
    const file = path("nginx.conf")
    const { restrict, release, round, store } = await enforcing(nginxMap({ file, sessionVariable: "$cookie_sid" }))
    await restrict("tok_session")
    await restrict("tok_nobody")
    expect(await round()).toMatchObject({ hasFailed: false, standing: { length: 2 } })
    expect(
      readFileSync(file, "utf8"),
    ).toBe(`# Written by wayseal enforce. Include it in the block http. Changes here are lost.
geo $wayseal_network {
  default "";
  203.0.113.3 proof;
}
map $cookie_sid $wayseal_session {
  default "";
  "session-2" refuse;
}
map "$wayseal_network $wayseal_session" $wayseal {
  default "";
  ~refuse refuse;
  ~block block;
  ~proof proof;
}
`)
    await release("tok_session")
    await round()
    expect(readFileSync(file, "utf8")).not.toContain("session-2")
    expect(readFileSync(file, "utf8")).toContain("203.0.113.3")
    store.close()
  })

  it("lets a restriction end by itself while the hub gives no answer, and nothing else", async () => {
    const file = path("nginx.conf")
    const { world, restrict, round, setDown, store } = await enforcing(
      nginxMap({ file, sessionVariable: "$cookie_sid" }),
    )
    await restrict("tok_session")
    await round()
    setDown(true)
    world.passSeconds(3_600)
    const down = await round()
    expect(down).toMatchObject({ hasFailed: true, standing: { length: 1 } })
    expect(down.sentences[0]).toBe("The hub gave no answer. What is enforced stays so.")
    world.passSeconds(86_400)
    expect((await round()).standing).toEqual([])
    expect(readFileSync(file, "utf8")).not.toContain("session-2")
    store.close()
  })

  it("writes the hub's map of its numbers, says what it cannot write, and keeps it while the hub is down", async () => {
    const file = path("nginx.conf")
    const output = nginxMap({ file, referenceVariable: "$reference" })
    const { world, restrictNumbers, round, setDown, store } = await enforcing(output)
    await restrictNumbers("northpost", 60_048_200)
    await restrictNumbers("maplebooks", 123_456)
    expect(await round()).toMatchObject({ hasFailed: false, ranges: { length: 1 }, digested: 1 })
    const patterns = [...readFileSync(file, "utf8").matchAll(/"~(\\b.*)" proof;/g)].map(([, one = ""]) => one)
    const isAsked = (reference: string) => patterns.some((pattern) => new RegExp(pattern).test(reference))
    expect([isAsked("NP006004820099"), isAsked("NP006104820099")]).toEqual([true, false])
    setDown(true)
    const before = readFileSync(file, "utf8")
    const down = await round()
    expect(down).toMatchObject({ hasFailed: true, ranges: { length: 1 }, digested: undefined })
    expect(down.sentences[1]).toBe("The hub gave no answer. The map of proof before stays until it ends.")
    expect(readFileSync(file, "utf8")).toBe(before)
    world.passSeconds(86_400)
    expect((await round()).ranges).toEqual([])
    expect(readFileSync(file, "utf8")).not.toContain("proof;\n}\nmap $reference $wayseal_codes")
    store.close()
  })

  it("says that the hub's map is cut", async () => {
    const { round, store } = await enforcing(nginxMap({ file: path("n") }), async () => ({ numbers: [], isCut: true }))
    const cut = "The map of proof has more than 0 restrictions: those that end soonest are left out."
    expect(await round()).toMatchObject({ hasFailed: false, sentences: [cut, expect.stringContaining("nginx")] })
    store.close()
  })

  it("goes on with the other outputs when one fails, and tries it again", async () => {
    const applied: number[] = []
    let fails = true
    const failing: EnforcementOutput = {
      name: "one",
      apply: async (targets) => {
        if (fails) throw new Error("It is out of order.")
        applied.push(targets.length)
        return { sentence: "done.", left: 0 }
      },
    }
    const { restrict, round, store } = await enforcing(failing)
    await restrict("tok_session")
    expect(await round()).toMatchObject({ hasFailed: true, sentences: ["one: It is out of order."] })
    fails = false
    expect(await round()).toMatchObject({ hasFailed: false })
    expect(applied).toEqual([1])
    store.close()
  })

  it("says in a dry run what it would do, names nobody, and keeps nothing", async () => {
    const carrier = hub()
    await carrier.restrict("tok_session")
    const store = await storeOf(visitors)
    store.close()
    const tokens = join(folder, `${files - 1}-tokens`)
    const options: EnforceOptions = {
      tokens,
      positions: path("positions"),
      crowdsecMachine: "wayseal",
      every: 10,
      dryRun: true,
    }
    const outcome = await runEnforce(options, { api: carrier.api, now: () => new Date(startsAt) })
    expect(outcome).toMatchObject({ status: 0, data: { restrictions: 1, targets: { "refuse session": 1 } } })
    expect(JSON.stringify(outcome)).not.toContain("session-2")
  })

  it("says that no rule can express the digests of order references", async () => {
    const carrier = hub()
    await carrier.restrictNumbers("maplebooks", 123_456)
    const tokens = path("tokens")
    ;(await openTokenStore(tokens)).close()
    const files = { tokens, positions: path("positions"), crowdsecMachine: "wayseal", every: 10 }
    const world = { api: carrier.api, now: () => new Date(startsAt) }
    const withNumbers = await runEnforce({ ...files, dryRun: true, referenceVariable: "$reference" }, world)
    expect(withNumbers).toMatchObject({ status: 0, data: { ranges: 0, digested: 1 } })
    expect(withNumbers.text).toContain(
      "Restrictions of order references: 1. They come as digests, which no rule can express",
    )
    const { data } = await runEnforce({ ...files, dryRun: true }, world)
    expect(Object.keys(data ?? {}).filter((key) => ["ranges", "digested"].includes(key))).toEqual([])
  })

  it("refuses a set of AWS WAF of the other kind", async () => {
    const set = "arn:aws:wafv2:ca-central-1:123456789012:regional/ipset/numbers/0a1b"
    const options = { tokens: path("t"), positions: path("p"), crowdsecMachine: "w", every: 10, wafNumbers: set }
    await expect(runEnforce(options)).rejects.toThrow("--waf-numbers and --waf-codes take regex pattern sets")
  })

  it("says how many restrictions have no known token, and who is told of none", async () => {
    const carrier = hub()
    const tokens = path("tokens")
    ;(await openTokenStore(tokens)).close()
    const options: EnforceOptions = {
      tokens,
      positions: path("positions"),
      crowdsecMachine: "wayseal",
      every: 10,
      dryRun: true,
    }
    const run = () => runEnforce(options, { api: carrier.api, now: () => new Date(startsAt) })
    expect(await run()).toMatchObject({ status: 0, text: expect.stringContaining("never to a retailer") })
    await carrier.restrict("tok_session")
    expect(await run()).toMatchObject({
      status: 1,
      data: { restrictions: 1, unknown: 1 },
      text: expect.stringContaining("1 of them cannot be enforced: --tokens has none of their tokens."),
    })
  })

  it("refuses a store of tokens that does not exist, and makes none", async () => {
    const tokens = path("misspelt")
    const options = { tokens, positions: path("p"), crowdsecMachine: "w", every: 10, dryRun: true } as const
    await expect(runEnforce(options, { api: hub().api })).rejects.toThrow("misspelt does not exist")
    expect(existsSync(tokens)).toBe(false)
  })

  it("refuses to run without an output", async () => {
    const options = { tokens: path("t"), positions: path("p"), crowdsecMachine: "w", every: 10 }
    await expect(runEnforce(options)).rejects.toThrow("Name an output")
  })
})

describe("the file for nginx", () => {
  const session = (value: string) => ({ action: "refuse", kind: "session", value, until }) as const

  it("has no value that could end a string, be a pattern or a word of nginx", async () => {
    const file = path("nginx.conf")
    const output = nginxMap({ file, sessionVariable: "$cookie_sid" })
    const hostile = ['x"; } server { listen 1;', "~.*", "a\nb", "a b", "", "$host", "\\x", "-x"]
    const { left } = await output.apply([...hostile.map(session), session("good-1")], new Date(), [])
    expect(left).toBe(hostile.length)
    expect(readFileSync(file, "utf8").match(/^ {2}".*/gm)).toEqual(['  "good-1" refuse;'])
  })

  it("is read by nginx only when it changed", async () => {
    const file = path("nginx.conf")
    const commands: string[] = []
    const run = async (command: string) => commands.push(command)
    const output = nginxMap({ file, sessionVariable: "$cookie_sid", reload: "nginx -s reload", run })
    await output.apply([session("one")], new Date(), [])
    await output.apply([session("one")], new Date(), [])
    expect(commands).toEqual(["nginx -s reload"])
    await output.apply([], new Date(), [])
    expect(commands).toHaveLength(2)
  })

  it("is tried again when nginx did not read it", async () => {
    const file = path("nginx.conf")
    let runs = 0
    const run = async () => {
      runs += 1
      if (runs === 1) throw new Error("exit 1")
    }
    const output = nginxMap({ file, sessionVariable: "$cookie_sid", reload: "reload", run })
    await expect(output.apply([session("one")], new Date(), [])).rejects.toThrow("exit 1")
    await output.apply([session("one")], new Date(), [])
    expect(runs).toBe(2)
  })
})
