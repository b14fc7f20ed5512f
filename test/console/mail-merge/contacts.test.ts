import { describe, expect, it } from "@jest/globals"
import { guessedMapping } from "../../../console/mail-merge/column-roles.ts"
import { contactsOf, isReachable } from "../../../console/mail-merge/contacts.ts"
import { readFile } from "../../../console/mail-merge/read-file.ts"
import { bytesOf, shopifyExport, wooCommerceExport } from "./shop-files.ts"

const contactsIn = (text: string) => {
  const table = readFile(bytesOf(text))
  if ("unreadable" in table) throw new Error(table.unreadable)
  const { source, mapping } = guessedMapping(table.columns)
  return { source, contacts: contactsOf(table, mapping) }
}

describe("whom orders went to", () => {
  it("is read from Shopify's export, whose later lines of an order have no address", () => {
    const { source, contacts } = contactsIn(shopifyExport)
    expect(source).toBe("shopify")
    expect(contacts).toHaveLength(2)
    expect(contacts[0]).toEqual({
      order: "#1001",
      firstName: "Ada",
      lastName: "Byron",
      email: "ada@example.com",
      address: "12 Elm St, Unit 4",
      city: "Toronto, ON",
      postalCode: "M5V 2T6",
    })
    expect(contacts[1]).toMatchObject({ firstName: "Grace Brewster", lastName: "Hopper", address: "5 Rue Été" })
  })

  it("is read from WooCommerce's export by its keys", () => {
    const { source, contacts } = contactsIn(wooCommerceExport)
    expect(source).toBe("wooCommerce")
    expect(contacts[1]).toMatchObject({ order: "LL-0000072", firstName: "Zoé", email: "zoe@example.com" })
  })

  it("is read from WooCommerce's export by its titles", () => {
    const { source, contacts } = contactsIn(
      "Order Number,First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),City (Shipping),Postcode (Shipping),Email (Billing)\n" +
        "1001,Ada,Byron,12 Elm St,Toronto,M5V 2T6,ada@example.com\n",
    )
    expect(source).toBe("wooCommerce")
    expect(contacts[0]).toMatchObject({ order: "1001", postalCode: "M5V 2T6", email: "ada@example.com" })
  })

  it.each([
    ["Commande;Prénom;Nom;Courriel;Adresse;Ville;Code postal", "1001;Zoé;Roy;zoe@example.com;5 rue A;Laval;H7A"],
    ["Order #,First name,Surname,E-mail,Street,Town,Zip", "1001,Zoé,Roy,zoe@example.com,5 rue A,Laval,H7A"],
  ])("is read from any file with usual names, such as %s", (columns, line) => {
    const { source, contacts } = contactsIn(`${columns}\n${line}\n`)
    expect(source).toBe("other")
    expect(contacts[0]).toEqual({
      order: "1001",
      firstName: "Zoé",
      lastName: "Roy",
      email: "zoe@example.com",
      address: "5 rue A",
      city: "Laval",
      postalCode: "H7A",
    })
  })

  it("stays apart where lines of one order contradict each other", () => {
    const { contacts } = contactsIn("order,email\n1,a@example.com\n1,b@example.com\n1,\n1,a@example.com\n")
    expect(contacts.map(({ email }) => email)).toEqual(["a@example.com", "b@example.com"])
  })

  it("names the country where the file has several", () => {
    const { contacts } = contactsIn("order,address,zip,country\n1,a,M5V,CA\n2,b,'04101,US\n")
    expect(contacts.map(({ postalCode }) => postalCode)).toEqual(["M5V, CA", "04101, US"])
  })

  it("keeps the apostrophe of a name, and no other", () => {
    const { contacts } = contactsIn("order,last name,first name\n1,'t Hooft,'=Ada\n")
    expect(contacts[0]).toMatchObject({ lastName: "'t Hooft", firstName: "=Ada" })
  })

  it("leaves out lines without an order", () => {
    expect(contactsIn("order,email\n,a@example.com\n2,b@example.com\n").contacts).toHaveLength(1)
  })

  it.each([
    ["ada@example.com", "", "", true],
    ["", "12 Elm St", "M5V 2T6", true],
    ["", "12 Elm St", "", false],
    ["none", "", "", false],
  ])("is reachable by %j, %j, %j: %j", (email, address, postalCode, reachable) => {
    const nobody = { order: "1", firstName: "", lastName: "", city: "" }
    expect(isReachable({ ...nobody, email, address, postalCode })).toBe(reachable)
  })
})
