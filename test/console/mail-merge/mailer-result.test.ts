import { describe, expect, it } from "@jest/globals"
import {
  guessedResultColumns,
  outcomeOfWord,
  readResult,
  wordsInResult,
} from "../../../console/mail-merge/mailer-result.ts"
import { readFile } from "../../../console/mail-merge/read-file.ts"
import { affectedOrder, contactOf } from "./affected-orders.ts"
import { bytesOf } from "./shop-files.ts"

const orders = ["LL-1", "LL-2", "LL-3", "LL-4"]
const affected = orders.map((order) => affectedOrder(order))
const matched = affected.map((one) => ({ affected: one, contact: contactOf(one.reference) }))

const resultOf = (text: string, known = { affected, matched }) => {
  const table = readFile(bytesOf(text))
  if ("unreadable" in table) throw new Error(table.unreadable)
  const columns = guessedResultColumns(table)
  const result = readResult(table, { columns, outcomeOf: outcomeOfWord }, known)
  const references = (of: readonly { reference: string }[]) => of.map(({ reference }) => reference)
  return {
    delivered: references(result.delivered),
    bounced: references(result.bounced),
    unclear: references(result.unclear),
    missing: references(result.missing),
    strangers: result.strangers,
  }
}

describe("a mailer's file of results", () => {
  it("is read by address", () => {
    const text =
      "Email Address,Status\nLL1@example.com,Delivered\nll2@example.com,Hard bounce\nx@example.com,Delivered\n"
    expect(resultOf(text)).toEqual({
      delivered: ["LL-1"],
      bounced: ["LL-2"],
      unclear: [],
      missing: ["LL-3", "LL-4"],
      strangers: 1,
    })
  })

  it("is read by order without the shop's file", () => {
    const text = "Livraison;Statut\nll-1;Livré\n#LL-2;Non livré\nLL-0003;Envoyé\n"
    expect(resultOf(text, { affected, matched: [] })).toMatchObject({
      delivered: ["LL-1", "LL-3"],
      bounced: ["LL-2"],
      missing: ["LL-4"],
    })
  })

  it("counts an address for every order of the person", () => {
    const sameAddress = affected.map((one) => ({
      affected: one,
      contact: contactOf(one.reference, { email: "one@example.com" }),
    }))
    const known = { affected, matched: sameAddress }
    expect(resultOf("email,status\none@example.com,sent\n", known).delivered).toEqual(orders)
  })

  it("counts nobody as told who bounced, whatever other lines say", () => {
    const text = "email,event\nll1@example.com,sent\nll1@example.com,bounced\nll1@example.com,opened\n"
    expect(resultOf(text)).toMatchObject({ delivered: [], bounced: ["LL-1"] })
  })

  it("counts nobody as told by a word that it does not know", () => {
    expect(resultOf("email,status\nll1@example.com,quux\nll2@example.com,deferred\n")).toMatchObject({
      delivered: [],
      unclear: ["LL-1", "LL-2"],
    })
  })

  it("may be a list of addresses, of which the officer says what became of them", () => {
    const table = readFile(bytesOf("who\nll1@example.com\nll2@example.com\n"))
    if ("unreadable" in table) throw new Error(table.unreadable)
    const columns = guessedResultColumns(table)
    expect(columns).toEqual({ email: 0, order: undefined, status: undefined })
    const { bounced } = readResult(table, { columns, outcomeOf: () => "bounced" }, { affected, matched })
    expect(bounced).toHaveLength(2)
  })

  it("names its words, the commonest first", () => {
    const table = readFile(bytesOf("email,status\na@example.com,Sent\nb@example.com,Soft_Bounce\nc@example.com,sent\n"))
    if ("unreadable" in table) throw new Error(table.unreadable)
    expect(wordsInResult(table, guessedResultColumns(table))).toEqual([
      { word: "sent", lines: 2 },
      { word: "soft bounce", lines: 1 },
    ])
  })
})
