import { describe, expect, it } from "@jest/globals"
import type { StageSettings } from "../../infra/stages/stage-config.ts"
import { referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

const from = "alerts@mail.hub.example"
const withMail = (mail: StageSettings["mail"]) => synthesise("prod", { settings: { mail } })
const made = await withMail({ from })

describe("a stage that sends mail", () => {
  it("makes the sender's domain an identity that signs with DKIM, and puts out the records for its DNS", () => {
    const [identity, ...others] = resourcesOf("AWS::SES::EmailIdentity", ...made.hub)
    expect(others).toEqual([])
    expect(identity?.Properties).toMatchObject({
      EmailIdentity: "mail.hub.example",
      DkimSigningAttributes: { NextSigningKeyLength: "RSA_2048_BIT" },
    })
    const records = JSON.stringify(made.data["Outputs"])
    for (const number of [1, 2, 3])
      for (const part of ["Name", "Value"]) expect(records).toContain(`DkimDNSToken${part}${number}`)
  })

  it("uses an identity that is there, and makes none", async () => {
    const { data, functions } = await withMail({ from, existingIdentity: "hub.example" })
    expect(resourcesOf("AWS::SES::EmailIdentity", data)).toEqual([])
    expect(JSON.stringify(data["Outputs"])).not.toContain("MailDkimRecords")
    expect(JSON.stringify(rolePolicies(functions))).toContain(":identity/hub.example")
  })

  it("sends only over TLS", () => {
    const sets = resourcesOf("AWS::SES::ConfigurationSet", made.data)
    expect(sets.map(({ Properties }) => Properties["DeliveryOptions"])).toEqual([{ TlsPolicy: "REQUIRE" }])
  })

  it("counts what was not delivered in all and for each party, and sends nobody an address", () => {
    const destinations = resourcesOf("AWS::SES::ConfigurationSetEventDestination", made.data).map(
      ({ Properties }) => Properties["EventDestination"],
    )
    for (const { Enabled, MatchingEventTypes, ...where } of destinations) {
      expect([Enabled, MatchingEventTypes]).toEqual([true, ["bounce", "complaint"]])
      expect(Object.keys(where)).toEqual(["CloudWatchDestination"])
    }
    const dimensions = destinations.map(({ CloudWatchDestination }) => CloudWatchDestination.DimensionConfigurations)
    expect(dimensions).toMatchObject([
      [{ DimensionName: "ses:configuration-set", DimensionValueSource: "messageTag" }],
      [{ DimensionName: "wayseal-party", DimensionValueSource: "messageTag" }],
    ])
  })

  it("raises an alarm at the first bounce and the first complaint", () => {
    const alarms = resourcesOf("AWS::CloudWatch::Alarm", made.data).filter(
      ({ Properties }) => Properties["Namespace"] === "AWS/SES",
    )
    expect(alarms.map(({ Properties }) => [Properties["MetricName"], Properties["Threshold"]])).toEqual([
      ["Bounce", 1],
      ["Complaint", 1],
    ])
    for (const { Properties } of alarms) {
      const [dimension] = Properties["Dimensions"]
      expect([dimension.Name, referredTo(dimension.Value)]).toEqual([
        "ses:configuration-set",
        expect.stringContaining("MailConfigurationSet"),
      ])
    }
  })

  it("has no topic and no subscription for contacts, and its function may publish to none", () => {
    expect(resourcesOf("AWS::SNS::Topic", ...made.groups)).toEqual([])
    expect(resourcesOf("AWS::SNS::Subscription", ...made.groups)).toEqual([])
    expect(JSON.stringify(rolePolicies(made.functions))).not.toContain("sns:Publish")
  })
})

describe("a stage without a sender", () => {
  it("has nothing of SES, and mails through the topics of its parties", async () => {
    const { hub, functions } = await withMail(undefined)
    expect(hub.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type))).not.toContainEqual(
      expect.stringContaining("AWS::SES::"),
    )
    const policies = JSON.stringify(rolePolicies(functions))
    expect(policies).toContain("sns:Publish")
    expect(policies).not.toContain("ses:")
  })
})

describe("the functions that write to people", () => {
  const linksOf = async (settings: Partial<StageSettings>) => {
    const { functions } = await synthesise("prod", { settings })
    const links = resourcesOf("AWS::Lambda::Function", functions).flatMap(({ Properties }) => {
      const { Variables = {} } = Properties["Environment"] ?? {}
      return "API_URL" in Variables ? [[Variables["POWERTOOLS_SERVICE_NAME"], Variables["CONSOLE_URL"]]] : []
    })
    return links.sort()
  }

  it("know where their messages lead: to the console in a stage that names one, and else to the API", async () => {
    expect(await linksOf({ consoleUrl: "https://console.hub.example" })).toEqual([
      ["alert-parties", "https://console.hub.example"],
      ["deliver-webhook", "https://console.hub.example"],
      ["do-shop-task", "https://console.hub.example"],
      ["retry-webhooks", "https://console.hub.example"],
      ["run-drills", "https://console.hub.example"],
      // These lead people back to it from their sign-in.
      ["serve-operator-page", "https://console.hub.example"],
      ["serve-sign-in", "https://console.hub.example"],
      ["watch-reporting", "https://console.hub.example"],
    ])
    expect(await linksOf({})).toEqual([
      ["alert-parties", undefined],
      ["deliver-webhook", undefined],
      ["do-shop-task", undefined],
      ["retry-webhooks", undefined],
      ["run-drills", undefined],
      ["serve-operator-page", undefined],
      ["serve-sign-in", undefined],
      ["watch-reporting", undefined],
    ])
  })
})
