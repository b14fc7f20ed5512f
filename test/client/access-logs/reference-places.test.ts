import { describe, expect, it } from "@jest/globals"
import {
  makeReferenceSurvey,
  referenceAtGiven,
  referenceAtPlaces,
} from "../../../client/access-logs/references/reference-places.ts"

const numbers = Array.from({ length: 40 }, (_, index) => 7_000_000 + index * 37)
const at = 1_790_000_000

const survey = (targets: readonly string[]) => {
  const made = makeReferenceSurvey()
  for (const target of targets) made.look(target, at)
  return made.places()
}

describe("the place of the reference", () => {
  it.each([
    ["/track/json/package/{reference}", (number: number) => `/track/json/package/${number}`],
    ["/track?number={reference}", (number: number) => `/track?lang=en&number=LL-${number}`],
    ["/api/*/parcels/{reference}/events", (number: number) => `/api/v2/parcels/${number}/events`],
    ["/t/{reference}.json", (number: number) => `https://track.example/t/${number}.json?_=${at}${number % 1000}`],
    [
      "/orders?zip=1&ref={reference}".replace("zip=1&", ""),
      (number: number) => `/orders?zip=1${number % 9999}&ref=${number}`,
    ],
  ])("is found by looking: %s", (name, target) => {
    const assets = numbers.map((number) => `/assets/app.${number}.js`)
    const pages = numbers.map((number) => `/news/page-${number % 7}`)
    const places = survey([...assets, ...numbers.map(target), ...pages])
    expect(places.map((place) => place.name)).toEqual([name])
    const find = referenceAtPlaces(places)
    expect(find(target(7_000_037))?.value).toMatch(/^(LL-)?7000037$/)
    expect(find("/assets/app.7000037.js")).toBeUndefined()
  })

  it("is two places of one sequence where a page and its data are asked for the same number", () => {
    const places = survey(numbers.flatMap((number) => [`/track/${number}`, `/api/track?number=${number}`]))
    expect(places.map(({ name, sequence }) => [name, sequence])).toEqual([
      ["/track/{reference}", 0],
      ["/api/track?number={reference}", 0],
    ])
  })

  it("is two sequences where orders and parcels have numbers of their own", () => {
    const places = survey(numbers.flatMap((number) => [`/track/NP${number}CA`, `/orders/${number}`]))
    expect(new Set(places.map(({ sequence }) => sequence)).size).toBe(2)
  })

  it("is unknown where nothing differs as references do", () => {
    expect(survey(["/", "/help", "/v1/status", "/v1/status?page=2", "/v1/status?page=3"])).toEqual([])
  })

  it("is where the operator says", () => {
    expect(referenceAtGiven("/t/*/{reference}")("/t/de/A%2D1?x=1")?.value).toBe("A-1")
    expect(referenceAtGiven("?nr={reference}")("/t?nr=17&x=1")?.value).toBe("17")
    expect(referenceAtGiven("[?&]nr=([0-9]+)")("/t?x=1&nr=17")?.value).toBe("17")
    expect(() => referenceAtGiven("[?&]nr=[0-9]+")).toThrow("needs {reference}")
  })
})
