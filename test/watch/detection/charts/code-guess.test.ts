import { describe, expect, it } from "@jest/globals"
import { codeGuess, wrongCodeShares } from "../../../../shared/watch/detection/charts/code-guess.ts"
import { learnWrongCodeShare } from "../../../../shared/watch/detection/learning/learn-profile.ts"
import { type Contact, uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { evaluate } from "../../../../shared/watch/detection/scoring/evaluate.ts"
import { missBlockSize } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { aContact, aRetailer, contacts, seededRandom, shuffled } from "../builders.ts"
import { documented } from "../documented.ts"

const wrongLlr = Math.log(0.3 / 0.06)
const rightLlr = Math.log(0.7 / 0.94)
const first = 512_000
const wrong = { outcome: "challengeFailed", proof: "none" } as const
const right = { outcome: "hit", proof: "postalCode" } as const

/** Different accessors give codes for different shipments, at one instant unless said otherwise. */
const given = (codes: readonly Partial<Contact>[], every = 0): Contact[] =>
  contacts(codes.length, every, (index) => ({ ordinal: first + index, subject: index, ...codes[index] }))

const score = (entries: readonly Contact[]): number => codeGuess(entries, { wrongCodeShare: 0.06 }).score

describe("postal codes guessed by many accessors, each for a shipment or two", () => {
  it("add up over wrong codes, and right ones take away", () => {
    expect(score(given([wrong, wrong, right]))).toBeCloseTo(2 * wrongLlr + rightLlr, 9)
  })

  it("fade with time: one in twelve hours", () => {
    expect(score(given([wrong, wrong, wrong], 12 * 3_600))).toBeCloseTo(wrongLlr, 9)
  })

  it("count each accessor and each shipment once", () => {
    expect(score(given([wrong, { ...wrong, subject: 0 }]))).toBeCloseTo(wrongLlr, 9)
    expect(score(given([wrong, { ...wrong, ordinal: first }]))).toBeCloseTo(wrongLlr, 9)
    const ownParcel = given([wrong, wrong, right, right, right].map((one) => ({ ...one })))
    const opened = ownParcel.map((entry) => (entry.proof === "none" ? entry : { ...entry, ordinal: first + 9 }))
    expect(score(opened)).toBeCloseTo(2 * wrongLlr + rightLlr, 9)
  })

  it("do not count wrong codes that are soon corrected, by the same accessor or under its new cookie", () => {
    const corrected = given([wrong, wrong, { ...right, ordinal: first, at: 1_800_000_000 + 60 }])
    expect(score(corrected)).toBeCloseTo(wrongLlr + rightLlr - (wrongLlr * 60) / (12 * 3_600), 9)
    const late = given([wrong, wrong, { ...right, ordinal: first, at: 1_800_000_000 + 7_200 }])
    expect(score(late)).toBeCloseTo(2 * wrongLlr + rightLlr - (wrongLlr * 7_200) / (12 * 3_600), 9)
    const joined = aContact({ ...wrong, proof: "postalCode", ordinal: first, subject: 1 })
    expect(score([joined])).toBe(0)
  })

  it("are compared with the share of wrong codes in ordinary use", () => {
    expect(wrongCodeShares(0.01)).toEqual({ p0: 0.06, p1: 0.3 })
    expect(wrongCodeShares(0.2)).toEqual({ p0: 0.2, p1: 0.5 })
    const codes = given(Array.from({ length: 14 }, () => wrong))
    expect(codeGuess(codes, { wrongCodeShare: 0.2 }).score).toBeLessThan(score(codes))
  })
})

describe("a block of postal codes", () => {
  const key = { kind: "codeBlock", series: 0 } as const
  const findings = (entries: readonly Contact[], profile = aRetailer({ wrongCodeShare: 0.06 })) =>
    evaluate({ key, entries, trimmed: false, accessorClass: "public", profileOf: () => profile })

  /** A code a minute, of which a share is guesses; one guess in ten is right, and 6 in 100 others are wrong. */
  const codes = (length: number, guessed: number, random: () => number) =>
    given(
      Array.from({ length }, () => (random() < (random() < guessed ? 0.9 : 0.06) ? wrong : right)),
      60,
    )

  /** In how many of 40 blocks an alarm is raised, looked at after each code. */
  const alarms = (length: number, guessed: number): number => {
    const random = seededRandom(7)
    return Array.from({ length: 40 }, () => codes(length, guessed, random)).filter((entries) =>
      entries.some(
        (entry, index) =>
          entry.proof === "none" &&
          findings(entries.slice(Math.max(0, index - 39), index + 1)).some(({ severity }) => severity === "alert"),
      ),
    ).length
  }

  it("raises an alarm about guesses from ever-new addresses after ten of them", () => {
    const [found] = findings(
      given(
        Array.from({ length: 10 }, () => wrong),
        60,
      ),
    )
    expect(found).toMatchObject({ chart: "guess", reading: "codes", severity: "alert", evidence: { accessors: 10 } })
    expect(
      findings(
        given(
          Array.from({ length: 7 }, () => wrong),
          60,
        ),
      ),
    ).toEqual([])
  })

  it("shows from as many wrong codes on as docs/detection.md says, and not below as many a day", () => {
    const [numbers, perDay = 0] = documented(
      /in each ([\d,]+) numbers .* Ten wrong codes raise an alarm.* or fewer than (\d+) a day, do not show/,
    )
    expect(numbers).toBe(missBlockSize)
    const wrongs = (length: number, aDay: number) =>
      findings(
        given(
          Array.from({ length }, () => wrong),
          Math.round(86_400 / aDay),
        ),
      ).map(({ severity }) => severity)
    expect(wrongs(9, 1_440)).toEqual(["notice"])
    expect(wrongs(10, 1_440)).toEqual(["alert"])
    // A profile keeps 40.
    expect(wrongs(40, perDay)).toEqual(["alert"])
    expect(wrongs(40, perDay - 1)).toEqual([])
  })

  it("raises one where a third of the codes are guesses, and none of ordinary typing errors", () => {
    expect(alarms(240, 0.35)).toBe(40)
    expect(alarms(1_000, 0)).toBe(0)
  })

  it("raises none before the share of wrong codes is learned", () => {
    expect(
      findings(
        given(
          Array.from({ length: 20 }, () => wrong),
          60,
        ),
        aRetailer(),
      ),
    ).toEqual([])
  })

  it("says the same in whatever order and how often the codes arrive", () => {
    const random = seededRandom(3)
    const entries = codes(40, 0.5, random)
    const expected = findings(entries)
    for (let turn = 0; turn < 5; turn += 1) {
      expect(findings(uniteContacts(shuffled(entries, random), shuffled(entries, random)))).toEqual(expected)
    }
  })
})

describe("the share of wrong codes in ordinary use", () => {
  const learning = (length: number, wrongs: number, networks = length) =>
    given(Array.from({ length }, (_, index) => (index < wrongs ? wrong : right))).map((contact, index) => ({
      ...contact,
      subjectKey: `s${index}`,
      networkKey: `n${index % networks}`,
    }))

  it("is learned of one code for each network and hour, from 0.06 on and to 0.3 at most", () => {
    expect(learnWrongCodeShare([])).toBeCloseTo(0.06, 9)
    expect(learnWrongCodeShare(learning(2_000, 240))).toBeCloseTo((240 + 12) / 2_200, 9)
    expect(learnWrongCodeShare(learning(2_000, 2_000))).toBe(0.3)
    expect(learnWrongCodeShare(learning(2_000, 2_000, 1))).toBeCloseTo(13 / 201, 9)
  })

  it("does not count lookups without a code, or a wrong code that was corrected", () => {
    const others = learning(100, 0).map((contact) => ({ ...contact, proof: "none" as const }))
    const corrected = learning(100, 0).map((contact) => ({ ...contact, outcome: "challengeFailed" as const }))
    expect(learnWrongCodeShare(others)).toBeCloseTo(0.06, 9)
    expect(learnWrongCodeShare(corrected)).toBeCloseTo(12 / 300, 9)
  })
})
