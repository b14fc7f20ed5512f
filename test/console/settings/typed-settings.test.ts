import { describe, expect, it } from "@jest/globals"
import {
  authorityOf,
  isWebhookAddress,
  linesIn,
  noAddresses,
  thresholdsPatch,
  trackingSiteOf,
  typedThresholds,
  withoutAuthority,
  withReader,
} from "../../../console/settings/typed-settings.ts"
import { mergePatch } from "../../../shared/parties/settings/change-settings.ts"
import { settingsPatch } from "../../../shared/parties/settings/settings-patch.ts"

describe("what an officer types of the settings", () => {
  it("has places of what is no e-mail address, so that no value need be said", () => {
    expect(noAddresses(["privacy@leafline.example", "nobody", "a@b", `${"a".repeat(250)}@b.example`])).toEqual([
      2, 3, 4,
    ])
  })

  it.each([
    ["https://hooks.example.com/x", true],
    ["http://hooks.example.com/x", false],
    ["https://localhost/x", false],
    ["https://10.0.0.1/x", false],
    ["hooks.example.com", false],
  ])("takes %s as an address of a webhook: %s, as the hub does", (url, isTaken) => {
    expect(isWebhookAddress(url)).toBe(isTaken)
    expect(settingsPatch.safeParse({ webhookUrl: url }).success).toBe(isTaken)
  })

  it("has lines, without empty ones and repeats", () => {
    expect(linesIn(" a b \n\nc\na b")).toEqual(["a b", "c"])
  })
})

describe("thresholds that are typed", () => {
  const before = typedThresholds({ walk: { notice: 10, alert: 15 }, guess: { alert: 16 }, volume: { notice: 5 } })

  it("become a change of the charts that differ alone, as the hub takes it", () => {
    const change = thresholdsPatch(before, {
      ...before,
      walk: { notice: "", alert: "16,5" },
      guess: { notice: "", alert: "" },
      volume: { notice: "6", alert: "" },
    })
    expect(change).toEqual({
      patch: { walk: { notice: null, alert: 16.5 }, guess: null, volume: { notice: 6, alert: null } },
    })
    expect(settingsPatch.safeParse({ thresholds: "patch" in change ? change.patch : "" }).success).toBe(true)
  })

  it("change nothing as they are", () => {
    expect(thresholdsPatch(before, before)).toEqual({ patch: {} })
  })

  it.each([
    { notice: "20", alert: "15" },
    { notice: "0", alert: "15" },
    { notice: "ten", alert: "15" },
    { notice: "10", alert: "" },
  ])("are refused as $notice and $alert, by their chart", (walk) => {
    expect(thresholdsPatch(before, { ...before, walk })).toEqual({ wrong: ["walk"] })
  })
})

describe("a heavy reader that is changed", () => {
  const [app, bot, other] = ["App", "Bot", "Other"].map((name) => ({
    ...{ name, class: "aggregator" as const, networks: [], credentials: [] },
  }))
  if (app === undefined || bot === undefined || other === undefined) throw new Error("there are no readers")

  it("is found by what it was, also if a colleague changed the list meanwhile", () => {
    expect(withReader([other, app, bot], { before: app, after: { ...app, name: "New" } })).toEqual([
      other,
      { ...app, name: "New" },
      bot,
    ])
  })

  it("is added, or is added again if it is gone", () => {
    expect(withReader([bot], { after: app })).toEqual([bot, app])
    expect(withReader([bot], { before: app, after: other })).toEqual([bot, other])
  })

  it("is removed, and nobody in its place", () => {
    expect(withReader([bot, app], { before: app })).toEqual([bot])
    expect(withReader([bot], { before: app })).toEqual([bot])
  })
})

describe("where people track their parcels", () => {
  const maplebooks = { site: "maplebooks.example", entry: { en: "Track my parcel", fr: "Suivre mon colis" } }
  const changed = (typed: { readonly en: string; readonly fr: string }) =>
    mergePatch(
      maplebooks,
      settingsPatch.shape.trackingSite.parse(trackingSiteOf({ ...typed, site: " maple.example " })),
    )

  it("is a site with what to choose there, and keeps no words that were taken out of the form", () => {
    expect(changed({ en: "", fr: " Suivre " })).toEqual({ site: "maple.example", entry: { fr: "Suivre" } })
    expect(changed({ en: "Track", fr: " " })).toEqual({ site: "maple.example", entry: { en: "Track" } })
    expect(changed({ en: "", fr: "" })).toEqual({ site: "maple.example" })
  })

  it.each(["", "https://maplebooks.example/t", "{code}", "x", "x".repeat(81)])("is refused as %s", (words) => {
    expect(trackingSiteOf({ site: words, en: "", fr: "" })).toBeUndefined()
    if (words !== "") expect(trackingSiteOf({ site: "maple.example", en: words, fr: "" })).toBeUndefined()
  })
})

describe("an authority as it is typed", () => {
  const reportAt = "https://cnil.example/report"
  const typed: Parameters<typeof authorityOf>[0] = {
    law: "eu-gdpr",
    name: " CNIL ",
    reportAt: ` ${reportAt} `,
    languages: ["fr"],
  }

  it("is as the hub takes it, with an address or without", () => {
    const [named, short] = [authorityOf(typed), authorityOf({ ...typed, reportAt: " ", languages: [] })]
    expect(short).toEqual({ law: "eu-gdpr", name: "CNIL" })
    expect(settingsPatch.shape.authorities.parse([named, short])).toEqual([
      { law: "eu-gdpr", name: "CNIL", reportAt, languages: ["fr"] },
      short,
    ])
  })

  it.each([
    { name: "C" },
    { reportAt: "http://cnil.example" },
    { reportAt: "javascript:alert(1)" },
    { reportAt: "cnil" },
  ])("is refused with %j", (other) => {
    expect(authorityOf({ ...typed, ...other })).toBeUndefined()
  })

  it("is left out of the others by its law and name", () => {
    const others = [
      { law: "eu-nis2", name: "CNIL" },
      { law: "eu-gdpr", name: "BfDI" },
    ]
    expect(withoutAuthority([...others, { law: "eu-gdpr", name: "CNIL" }], { law: "eu-gdpr", name: "CNIL" })).toEqual(
      others,
    )
    expect(withoutAuthority(undefined, { law: "eu-gdpr", name: "CNIL" })).toEqual([])
  })
})
