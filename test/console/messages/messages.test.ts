import { globSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { refusalCodes } from "../../../shared/desk/actions/refusal.ts"
import { requestRefusals } from "../../../shared/desk/api/desk-problems.ts"
import { timelineEntryType } from "../../../shared/desk/timeline-entry-type.ts"

const folder = resolve(import.meta.dirname, "../../../console")

/** What a message is filled in with, by name. */
const gaps = (message: string) => [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort()

describe("the messages of the console", () => {
  it("are the same in both languages, and have the same gaps", () => {
    expect(Object.keys(french)).toEqual(Object.keys(english))
    const inFrench = new Map<string, string>(Object.entries(french))
    for (const [key, message] of Object.entries(english))
      expect({ key, gaps: gaps(inFrench.get(key) ?? "") }).toEqual({ key, gaps: gaps(message) })
  })

  it("are each said somewhere", () => {
    const files = globSync("**/*.{ts,tsx}", { cwd: folder }).filter((file) => !file.startsWith("dist"))
    const source = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n")
    // A key may be put together, such as `next.${kind}.text`: then its fixed parts stand in the source.
    const patterns = [...source.matchAll(/`([a-zA-Z.]+\.\$\{[^`]*)`/g)].map(
      ([, key = ""]) => new RegExp(`^${key.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/g, "[\\w.-]+")}$`),
    )
    const isSaid = (key: string) => source.includes(`"${key}"`) || patterns.some((pattern) => pattern.test(key))
    expect(Object.keys(english).filter((key) => !isSaid(key))).toEqual([])
  })

  it("have a sentence for each type of entry of the timeline, which says who did it", () => {
    for (const type of timelineEntryType.options)
      expect([english[`timeline.say.${type}`], french[`timeline.say.${type}`]]).toEqual([
        expect.stringMatching(/^\{who\} .*\w$/),
        expect.stringMatching(/^\{who\} (a|n’a) .*[\wé]$/),
      ])
  })

  it("name no call, no field and no event of the API", () => {
    // What stands in braces is for the code. An address of a site begins with https://.
    const plain = (message: string) => message.replaceAll(/\{[^{}]*[{}]|https:\/\/\S*/g, " ")
    const apiName = /[a-zé][A-Z]|\b(GET|POST|PUT|PATCH|DELETE)\b|(^|[ “«])\/[a-z]|[`_]/
    const known = /\b(WooCommerce|AfterShip|EasyPost)\b/g
    const named = [english, french].flatMap((messages) =>
      Object.entries(messages).filter(([, message]) => apiName.test(plain(message).replaceAll(known, ""))),
    )
    expect(named).toEqual([])
  })

  it("are in the French of Quebec, which has no space before these marks, and give the exchange one name", () => {
    expect(Object.entries(french).filter(([, message]) => /\s[;!?…]|l’échange/i.test(message))).toEqual([])
  })

  it("say why the desk refuses in both languages, but for what only programs send", () => {
    const fromPrograms = [
      "answerTooLate",
      "unknownOtherParty",
      "ambiguousDuty",
      "wrongKindOfReference",
      "actedInFuture",
    ]
    const others = ["notPartyToCase", "receiptOfWrongKind", "assessmentOfOtherTest"]
    const codes = [...refusalCodes, ...Object.keys(requestRefusals)]
    expect(codes.filter((code) => !(`problem.${code}` in english)).sort()).toEqual([...fromPrograms, ...others].sort())
  })

  it("have no space that breaks before the punctuation of French", () => {
    for (const [key, message] of Object.entries(french))
      expect({ key, is: / [:»]|« /.test(message) }).toEqual({ key, is: false })
  })
})
