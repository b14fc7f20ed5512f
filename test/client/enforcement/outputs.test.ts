import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { Target } from "../../../client/enforcement/enforced-targets.ts"
import { crowdSec } from "../../../client/enforcement/outputs/crowdsec.ts"
import { wafSetNamed } from "../../../client/enforcement/outputs/load-waf.ts"
import { mostEntries, wafIpSets } from "../../../client/enforcement/outputs/waf-ip-sets.ts"
import { wafPatterns } from "../../../client/enforcement/outputs/waf-patterns.ts"
import type { WafSets } from "../../../client/enforcement/outputs/waf-sets.ts"
import type { NumberRange } from "../../../client/proof-map/mapped-numbers.ts"

const now = new Date("2026-11-01T12:00:00.000Z")
const until = "2026-11-02T12:00:00.000Z"
const network = (value: string, action: "proof" | "block" = "proof", end = until): Target => ({
  action,
  kind: "network",
  value,
  until: end,
})
const range: NumberRange = {
  scope: "neighbourhood",
  until,
  first: 48_217,
  last: 64_600,
  prefix: "NP",
  digits: 10,
  behind: 2,
}
const session: Target = { action: "refuse", kind: "session", value: "session-2", until }

describe("the IP sets of AWS WAF", () => {
  const arn = (name: string) => `arn:aws:wafv2:ca-central-1:123456789012:regional/ipset/${name}/0a1b`
  const sets = {
    proof: { ipv4: arn("proof4"), ipv6: arn("proof6") },
    block: { ipv4: arn("block4"), ipv6: undefined },
  }

  /** Sets in memory. Each change gives a new token. */
  function memoryWaf(stored: Record<string, readonly string[]> = {}) {
    const held = new Map(Object.entries(stored).map(([name, addresses]) => [arn(name), addresses]))
    let [version, updates, others] = [0, 0, 0]
    const waf: WafSets = {
      read: async (name) => ({ entries: held.get(name) ?? [], lockToken: `token-${version}` }),
      replace: async (name, addresses, lockToken) => {
        if (others > 0) {
          others -= 1
          version += 1
        }
        if (lockToken !== `token-${version}`) return false
        held.set(name, addresses)
        version += 1
        updates += 1
        return true
      },
    }
    return {
      output: wafIpSets(sets, async () => waf),
      of: (name: string) => held.get(arn(name)) ?? [],
      updates: () => updates,
      /** Somebody else changes a set before the next so many updates. */
      interfere: (times: number) => {
        others = times
      },
    }
  }

  it("hold the networks of each action, IPv4 and IPv6 apart, in one update each", async () => {
    const { output, of, updates } = memoryWaf({ proof4: ["192.0.2.1/32"] })
    const targets = [
      network("203.0.113.1"),
      network("203.0.113.2"),
      network("2001:db8:1:2::/64"),
      network("198.51.100.1", "block"),
      network("2001:db8:9::/64", "block"),
      session,
    ]
    // A session is no address, and no set was named for blocked networks of IPv6.
    expect(await output.apply(targets, now, [])).toMatchObject({ left: 2 })
    expect(of("proof4")).toEqual(["203.0.113.1/32", "203.0.113.2/32"])
    expect(of("proof6")).toEqual(["2001:db8:1:2::/64"])
    expect(of("block4")).toEqual(["198.51.100.1/32"])
    expect(updates()).toBe(3)
    await output.apply([], now, [])
    expect([of("proof4"), of("proof6"), of("block4")]).toEqual([[], [], []])
  })

  it("are not touched if they hold the same, however the addresses are written", async () => {
    const { output, updates } = memoryWaf({
      proof4: ["203.0.113.2/32", "203.0.113.1/32"],
      proof6: ["2001:0db8:0001:0002:0000:0000:0000:0000/64"],
    })
    await output.apply([network("203.0.113.1"), network("203.0.113.2"), network("2001:db8:1:2::/64")], now, [])
    expect(updates()).toBe(0)
  })

  it("are read and changed again if somebody else changed them, and not for ever", async () => {
    const { output, of, interfere } = memoryWaf()
    interfere(3)
    await output.apply([network("203.0.113.1")], now, [])
    expect(of("proof4")).toEqual(["203.0.113.1/32"])
    interfere(100)
    await expect(output.apply([], now, [])).rejects.toThrow("Others kept changing a set of AWS WAF")
  })

  it("hold no more than a set takes: those that end last", async () => {
    const { output, of } = memoryWaf()
    const many = Array.from({ length: mostEntries + 5 }, (_, index) =>
      network(
        `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        "proof",
        new Date(+now + index * 1_000).toISOString(),
      ),
    )
    expect(await output.apply(many, now, [])).toMatchObject({ left: 5 })
    expect(of("proof4")).toHaveLength(mostEntries)
    expect(of("proof4")).not.toContain("10.0.0.4/32")
    expect(of("proof4")).toContain("10.0.0.5/32")
  })

  it("are named by ARNs of a region or of CloudFront", () => {
    expect(wafSetNamed(arn("proof4"))).toEqual({
      region: "ca-central-1",
      kind: "ipset",
      Name: "proof4",
      Id: "0a1b",
      Scope: "REGIONAL",
    })
    expect(wafSetNamed("arn:aws:wafv2:us-east-1:123456789012:global/ipset/p/0a1b")).toMatchObject({
      Scope: "CLOUDFRONT",
    })
    expect(() => wafSetNamed("proof4")).toThrow("A set is named by its ARN")
  })
})

describe("the regex pattern sets of AWS WAF", () => {
  const arnOf = (name: string) => `arn:aws:wafv2:ca-central-1:123456789012:regional/regexpatternset/${name}/0a1b`
  const ranges = Array.from({ length: 12 }, (_, index): NumberRange => {
    const first = range.first + index * 1_000_000
    return { ...range, first, last: first + 16_383 }
  })
  const held = new Map<string, readonly string[]>()
  const waf: WafSets = {
    read: async (name) => ({ entries: held.get(name) ?? [], lockToken: "token" }),
    replace: async (name, entries) => held.set(name, entries).size > 0,
  }
  const output = wafPatterns({ neighbourhood: arnOf("numbers"), codeBlock: arnOf("codes") }, async () => waf)
  const matches = (name: string, typed: string): boolean =>
    (held.get(arnOf(name)) ?? []).some((pattern) => new RegExp(pattern).test(`/track/${typed}`))

  it("hold the ranges that end last, as far as the quotas go, and say how many they leave out", async () => {
    const longPrefix: NumberRange = { ...range, prefix: "N".repeat(60) }
    const applied = await output.apply([], now, [...ranges, { ...range, scope: "codeBlock" }, longPrefix])
    expect(applied).toEqual({ sentence: "Regex pattern sets have 10 ranges of numbers; 2 were changed.", left: 4 })
    const patterns = held.get(arnOf("numbers")) ?? []
    expect([patterns.length, patterns.every((pattern) => pattern.length <= 200)]).toEqual([10, true])
    const typed = ["NP00000482177C", "np 0000-064-600 7c", "NP00080482177C", "NP00090482177C", "NP00000470007C"]
    expect(typed.map((one) => matches("numbers", one))).toEqual([true, true, true, false, false])
    expect([matches("codes", "NP00000482177C"), matches("codes", "NP00010482177C")]).toEqual([true, false])
  })

  it("match nothing that a visitor asks for when no number is restricted", async () => {
    await output.apply([], now, [])
    for (const typed of ["NP00000482177C", "", "%", "é"]) expect(matches("numbers", typed)).toBe(false)
    expect(held.get(arnOf("numbers"))).toHaveLength(1)
  })
})

const text = z.string()
const storedDecision = z.object({ scope: text, value: text, type: text, duration: text, scenario: text })
const storedAlerts = z.array(z.object({ scenario: text, decisions: z.array(storedDecision) }))

/** CrowdSec's Local API in memory, as far as it is used. */
function localApi() {
  const alerts: z.infer<typeof storedAlerts> = [
    {
      scenario: "crowdsecurity/ssh-bf",
      decisions: [{ scope: "Ip", value: "192.0.2.9", type: "ban", duration: "4h", scenario: "crowdsecurity/ssh-bf" }],
    },
  ]
  const changes: string[] = []
  let isDown = false
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, searchParams } = new URL(request.url)
    if (isDown) throw new TypeError("fetch failed")
    if (pathname === "/v1/watchers/login") {
      const body: unknown = await request.json()
      expect(body).toMatchObject({ machine_id: "wayseal", password: "secret" })
      return Response.json({ code: 200, token: "jwt" })
    }
    expect(request.headers.get("authorization")).toBe("Bearer jwt")
    if (request.method === "GET")
      return Response.json(alerts.filter(({ scenario }) => scenario === searchParams.get("scenario")))
    if (request.method === "POST") {
      const added = storedAlerts.parse(await request.json())
      alerts.push(...added)
      changes.push(
        ...added.flatMap(({ decisions }) => decisions.map(({ scope, value, type }) => `+ ${scope} ${value} ${type}`)),
      )
      return Response.json(
        added.map(() => "1"),
        { status: 201 },
      )
    }
    for (const alert of alerts)
      alert.decisions = alert.decisions.filter(
        (one) =>
          !["scope", "value", "type", "scenario"].every((name) => Reflect.get(one, name) === searchParams.get(name)),
      )
    changes.push(`- ${searchParams.get("scope")} ${searchParams.get("value")} ${searchParams.get("type")}`)
    return Response.json({ nbDeleted: "1" })
  }
  return {
    output: crowdSec({ url: "http://127.0.0.1:8080/", machineId: "wayseal", password: "secret", fetch }),
    changes,
    alerts,
    down: () => {
      isDown = true
    },
  }
}

describe("CrowdSec", () => {
  it("gets a ban for what is refused and a captcha for a network that needs proof, each once and until its end", async () => {
    const { output, alerts, changes } = localApi()
    const targets = [session, network("203.0.113.1"), network("2001:db8:1:2::/64", "block")]
    await output.apply(targets, now, [])
    // It takes no numbers.
    expect(await output.apply(targets, new Date(+now + 60_000), [range])).toMatchObject({ left: 1 })
    expect(changes).toEqual(["+ session session-2 ban", "+ Ip 203.0.113.1 captcha", "+ Range 2001:db8:1:2::/64 ban"])
    expect(alerts.at(-1)?.decisions).toMatchObject([{ duration: "86400s", scenario: "wayseal/enforce" }])
  })

  it("loses what ended and keeps what is not ours, and an end that moved replaces the decision", async () => {
    const { output, alerts, changes } = localApi()
    await output.apply([session, network("203.0.113.1")], now, [])
    changes.length = 0
    await output.apply([{ ...session, until: "2026-11-03T12:00:00.000Z" }], now, [])
    expect(changes).toEqual(["- session session-2 ban", "- Ip 203.0.113.1 captcha", "+ session session-2 ban"])
    expect(alerts[0]?.decisions).toHaveLength(1)
  })

  it("is named when it gives no answer, without a value of a visitor", async () => {
    const { output, down } = localApi()
    down()
    await expect(output.apply([session], now, [])).rejects.toThrow("CrowdSec gave no answer.")
  })
})
