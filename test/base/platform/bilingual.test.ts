import { describe, expect, it } from "@jest/globals"
import {
  counted,
  daySpan,
  deadline,
  moment,
  momentSpan,
  nounFor,
  shortDeadline,
  stamp,
  timeSpan,
} from "../../../shared/base/platform/bilingual.ts"

const shipment = { en: ["shipment", "shipments"], fr: ["envoi", "envois"] } as const

describe("a count with its noun", () => {
  it("has the number that its language gives to none, one and several", () => {
    expect([0, 1, 2, 4500].map((amount) => counted(amount, shipment, "en"))).toEqual([
      "0 shipments",
      "1 shipment",
      "2 shipments",
      "4,500 shipments",
    ])
    expect([0, 1, 2, 4500].map((amount) => counted(amount, shipment, "fr"))).toEqual([
      "0 envoi",
      "1 envoi",
      "2 envois",
      "4\u00a0500 envois",
    ])
    expect(counted(1.5, shipment, "fr")).toBe("1,5 envoi")
    expect(nounFor(1, shipment, "en")).toBe("shipment")
  })
})

describe("an instant in a sentence", () => {
  const [inDaylightTime, inStandardTime] = ["2026-10-30T02:11:09Z", "2026-11-01T13:05:00Z"]

  it("names the time zone as its readers do, in summer and in winter", () => {
    expect(moment(inDaylightTime, "America/Toronto", "en")).toBe("29 October 2026, 22:11 (EDT)")
    expect(moment(inStandardTime, "America/Toronto", "en")).toBe("1 November 2026, 08:05 (EST)")
    expect(moment(inDaylightTime, "America/Toronto", "fr")).toBe("29 octobre 2026 à 22\u00a0h\u00a011 (HAE)")
    expect(moment(inStandardTime, "America/Toronto", "fr")).toBe("1er novembre 2026 à 8\u00a0h\u00a005 (HNE)")
    expect(moment(inStandardTime, "UTC", "fr")).toBe("1er novembre 2026 à 13\u00a0h\u00a005 (UTC)")
    expect(stamp(inStandardTime, "America/Toronto", "fr")).toBe("2026-11-01 08:05 HNE")
  })

  it("is said once if two are the same, and its day once if two are on one day", () => {
    const span = (to: string, language: "en" | "fr") => momentSpan(inStandardTime, to, "America/Toronto", language)
    expect(span(inStandardTime, "en")).toBe("on 1 November 2026, 08:05 (EST)")
    expect(span("2026-11-01T13:09:59Z", "en")).toBe("on 1 November 2026, from 08:05 to 08:09 (EST)")
    expect(span("2026-11-01T13:09:59Z", "fr")).toBe(
      "le 1er novembre 2026, de 8\u00a0h\u00a005 à 8\u00a0h\u00a009 (HNE)",
    )
    expect(span("2026-11-02T13:09:59Z", "fr")).toBe(
      "du 1er novembre 2026 à 8\u00a0h\u00a005 (HNE) au 2 novembre 2026 à 8\u00a0h\u00a009 (HNE)",
    )
    // The clocks changed at 2:00 on that day.
    expect(momentSpan("2026-11-01T05:30:00Z", "2026-11-01T07:30:00Z", "America/Toronto", "en")).toBe(
      "from 1 November 2026, 01:30 (EDT) to 1 November 2026, 02:30 (EST)",
    )
  })

  it("is a day or two days for people, and never a day to itself", () => {
    const days = (to: string, language: "en" | "fr") => daySpan(inDaylightTime, to, "America/Toronto", language)
    expect(days("2026-10-30T03:59:00Z", "en")).toBe("on 29 October 2026")
    expect(days("2026-10-30T03:59:00Z", "fr")).toBe("le 29 octobre 2026")
    expect(days("2026-10-30T04:00:00Z", "en")).toBe("between 29 October 2026 and 30 October 2026")
    expect(days("2026-11-01T12:00:00Z", "fr")).toBe("entre le 29 octobre 2026 et le 1er novembre 2026")
  })

  it("that has to be kept has its weekday, and in French no comma before its time", () => {
    expect(deadline(inStandardTime, "America/Toronto", "en")).toBe(
      "Sunday 1 November 2026, 08:05 Eastern Standard Time",
    )
    expect(deadline(inStandardTime, "America/Toronto", "fr")).toBe(
      "dimanche 1er novembre 2026 à 8\u00a0h\u00a005, heure normale de l’Est nord-américain",
    )
    expect(shortDeadline(inStandardTime, "America/Toronto", "fr")).toBe("1er nov. à 8\u00a0h\u00a005")
    const until = (to: string) => timeSpan(inStandardTime, to, "America/Toronto", "fr")
    expect(until("2026-11-01T13:09:59Z")).toBe(
      "dimanche 1er novembre 2026, de 8\u00a0h\u00a005 à 8\u00a0h\u00a009, heure normale de l’Est nord-américain",
    )
    expect(until("2026-11-02T13:09:59Z")).toMatch(
      /^du dimanche 1er novembre 2026 à 8\u00a0h\u00a005, .+ au lundi 2 novembre/,
    )
  })
})
