import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as thresholds from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { documented } from "../documented.ts"

const shared = new URL("../../../../shared/", import.meta.url)
const code = ["watch/detection", "watch/lookups", "desk"].flatMap((room) =>
  readdirSync(new URL(`${room}/`, shared), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("thresholds/"))
    .map((path) => readFileSync(new URL(`${room}/${path}`, shared), "utf8")),
)
const outside = ["../client/guard/guard-rules.ts", "../infra/cli/detect/find-crawlers.ts"].map((path) =>
  readFileSync(new URL(path, shared), "utf8"),
)
const words = new Set([...code, ...outside].flatMap((text) => text.match(/\w+/g) ?? []))

describe("every threshold", () => {
  it.each(Object.keys(thresholds))("is read by the code that judges: %s", (id) => {
    expect(words).toContain(id)
  })
})

it("says in the sentences of docs/detection.md what the thresholds are", () => {
  const {
    aggregatorQuotaPerHour,
    canaryLlr,
    detectorMemoryDays,
    fewestRetailersOfReader,
    keptNewPlaces,
    missBlockSize,
    noticeMargin,
    partnerQuotaPerHour,
    scoredEntryLimit,
    staffQuotaPerHour,
    volumeShareRange,
    volumeWarmUpContacts,
  } = thresholds
  const memory = [scoredEntryLimit, detectorMemoryDays]
  expect(documented(/profile keeps (\d+) distinct references for (\d+) days/)).toEqual(memory)
  expect(documented(/More than (\d+) references in (\d+) days, more than (\d+) of them at new places/)).toEqual([
    ...memory,
    keptNewPlaces,
  ])
  expect(documented(/A notice is (\d+) below the alert/)).toEqual([noticeMargin])
  expect(documented(/assumes (\d+) for a credential, (\d+) for a member of staff and (\d+) for an aggregator/)).toEqual(
    [partnerQuotaPerHour, staffQuotaPerHour, aggregatorQuotaPerHour],
  )
  expect(documented(/Without a check digit a lookup counts at most ([\d.]+)/)).toEqual([canaryLlr.withoutCheckDigit])
  expect(documented(/Set about five for each ([\d,]+) numbers/)).toEqual([missBlockSize])
  expect(documented(/what is ordinary after (\d+) first lookups/)).toEqual([volumeWarmUpContacts])
  expect(documented(/If more than (\d+) % are strangers/)).toEqual([100 * volumeShareRange[1]])
  expect(documented(/48 strangers' parcels a day\*\*, of (\d+) retailers or more/)).toEqual([fewestRetailersOfReader])
})
