import { describe, expect, it } from "@jest/globals"
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
})
