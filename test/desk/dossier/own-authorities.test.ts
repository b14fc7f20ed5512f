import { describe, expect, it } from "@jest/globals"
import { complaintsAddressee } from "../../../shared/desk/dossier/notices-in-words.ts"
import { withOwnAuthorities } from "../../../shared/desk/dossier/with-own-authorities.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { only, retailerIn, under } from "./dossier-documents.ts"

const commissionOfIreland = {
  law: "eu-gdpr",
  name: "Data Protection Commission",
  reportAt: "https://authority.example/report",
}
const commissionOfFrance = { law: "eu-gdpr", name: "CNIL" }

const reportOf = (authorities: (typeof commissionOfFrance)[]) => {
  const { documents } = under(retailerIn({ laws: ["eu-gdpr", "uk-gdpr"], authorities }))
  return only(documents.filter(({ id }) => id === "report-eu-gdpr"))
}

describe("a report under a law of several states", () => {
  it("is a draft until the party names its authority", () => {
    const { missing, title } = reportOf([])
    expect(missing).toContainEqual(expect.objectContaining({ item: "authority" }))
    expect(title).toContain("Draft")
  })

  it("goes to the authority of the party", () => {
    const { missing, subtitle } = reportOf([commissionOfIreland])
    expect(missing).not.toContainEqual(expect.objectContaining({ item: "authority" }))
    expect(subtitle).toBe("To: Data Protection Commission")
  })

  it("goes to each authority of a party without an establishment in the Union", () => {
    expect(reportOf([commissionOfIreland, commissionOfFrance]).subtitle).toBe("To: Data Protection Commission; CNIL")
  })

  const [gdpr] = lawCatalogue.filter(({ id }) => id === "eu-gdpr")
  const addressed = (authorities: (typeof commissionOfFrance)[]) =>
    gdpr === undefined ? [] : withOwnAuthorities([gdpr], authorities)

  it("says where to report only if that is one place", () => {
    const places = (authorities: (typeof commissionOfFrance)[]) =>
      addressed(authorities).flatMap(({ rules }) =>
        rules.flatMap(({ kind, to }) => (kind === "tellRegulator" ? [to.howToReach] : [])),
      )
    expect(places([commissionOfIreland])).toEqual([commissionOfIreland.reportAt])
    expect(places([commissionOfIreland, commissionOfFrance])).toEqual([undefined])
  })

  it("leaves people the choice to whom they complain", () => {
    expect(addressed([commissionOfFrance]).map((law) => complaintsAddressee(law)?.en)).toEqual([
      "Competent Supervisory Authority",
    ])
  })
})

describe("a supplement under a law of several states", () => {
  const reported = { "eu-gdpr": { at: "2026-10-30T12:00:00Z", shipments: 1, fields: [] } }
  const supplementOf = (authorities: (typeof commissionOfFrance)[]) => {
    const { documents } = under(
      retailerIn({ laws: ["eu-gdpr"], authorities, reported, correctedAt: "2026-10-30T13:00:00Z" }),
    )
    return only(documents.filter(({ id }) => id === "supplement-eu-gdpr"))
  }

  it("is a draft until the party names its authority, and goes to that", () => {
    expect(supplementOf([]).missing).toContainEqual(expect.objectContaining({ item: "authority" }))
    expect(supplementOf([commissionOfFrance]).subtitle).toBe("To: CNIL")
  })
})
