import { describe, expect, it } from "@jest/globals"
import { settingInWords } from "../../../console/settings/setting-words.ts"

/** Says keys and what they are filled in with. */
const words = {
  say: (key: string, values: object = {}) => [key, ...Object.values(values)].join(" "),
  language: "en",
} as const

describe("a setting in words", () => {
  it.each([
    ["emails", ["a@b.example", "c@d.example"], ["a@b.example", "c@d.example"]],
    ["emails", undefined, ["settings.none.emails"]],
    ["escalationEmails", [], ["settings.none.escalationEmails"]],
    [
      "contracts",
      [{ with: "northpost", clause: "s. 7", tellWithinHours: 24, send: [] }, { with: "northpost" }],
      ["settings.contract northpost s. 7 24", "settings.notUnderstood"],
    ],
    ["webhookUrl", "https://hooks.example.com/", ["https://hooks.example.com/"]],
    ["approvals", ["report", "closing"], ["settings.approval.report", "settings.approval.closing"]],
    [
      "heavyReaders",
      [{ name: "App", class: "aggregator", networks: ["203.0.113.0/24"], credentials: [], lookupsPerHour: 40 }],
      ["App – settings.readerClass.aggregator; settings.reader.networks 203.0.113.0/24; settings.reader.perHour 40"],
    ],
    [
      "thresholds",
      { walk: { notice: 10, alert: 15 }, volume: { notice: 5 }, guess: {} },
      [
        "Consecutive order or tracking numbers, one after another – settings.level.notice 10, settings.level.alert 15",
        "More lookups without proof, by visitors not seen before, than is usual – settings.level.notice 5",
      ],
    ],
    [
      "vendors",
      { easypost: { carriers: ["UPS", "DHL"] }, shopify: { shop: "a.myshopify.com", carriers: { Post: "northpost" } } },
      [
        "settings.vendor.easypost – settings.vendor.carriers UPS, DHL",
        "settings.vendor.shopify – a.myshopify.com – settings.vendor.carriers Post",
      ],
    ],
    [
      "vendors",
      { shopify: { shop: "a.myshopify.com", notifiesCustomers: true } },
      ["settings.vendor.shopify – a.myshopify.com – settings.vendor.notifies"],
    ],
    [
      "trackingSite",
      { site: "maplebooks.example", entry: { en: "Track", fr: "Suivre" } },
      ["maplebooks.example – settings.site.inEnglish Track – settings.site.inFrench Suivre"],
    ],
    ["trackingSite", { site: "maplebooks.example" }, ["maplebooks.example"]],
    ["wayToCheck", { fr: "votre carte" }, ["settings.site.inFrench votre carte"]],
    ["wayToCheck", {}, ["settings.none.wayToCheck"]],
    [
      "authorities",
      [
        { law: "eu-gdpr", name: "CNIL", reportAt: "https://cnil.example" },
        { law: "xx-later-act", name: "Board" },
        { law: "eu-nis2" },
      ],
      ["GDPR – CNIL – https://cnil.example", "xx-later-act – Board", "settings.notUnderstood"],
    ],
    [
      "counterparties",
      [{ key: "swiftpost", name: "Swiftpost", privacyEmail: "privacy@swiftpost.example", laws: [] }, 7],
      ["settings.counterparty Swiftpost swiftpost privacy@swiftpost.example", "settings.notUnderstood"],
    ],
  ] as const)("of %s: %j", (name, value, lines) => {
    expect(settingInWords(name, value, words)).toEqual(lines)
  })

  it("says as much as it understands of what a newer release of the hub wrote", () => {
    expect(settingInWords("approvals", ["report", "telepathy"], words)).toEqual(["settings.approval.report"])
    expect(settingInWords("heavyReaders", [{ name: "App", class: "oracle" }, 7], words)).toEqual([
      "App – oracle",
      "settings.notUnderstood",
    ])
    expect(settingInWords("thresholds", { aura: { alert: 3 }, walk: "high" }, words)).toEqual([
      "settings.none.thresholds",
    ])
    expect(settingInWords("emails", "all", words)).toEqual(["settings.none.emails"])
  })
})
