import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"

const folder = resolve(import.meta.dirname, "../../docs/decisions")
const records = readdirSync(folder).filter((name) => name !== "README.md")
const textOf = (name: string) => readFileSync(join(folder, name), "utf8")

describe("the decisions", () => {
  it.each(records)("have a number, a status and its date: %s", (name) => {
    const status = /^# (\d+)\. .+\n\nAccepted on \d{4}-\d\d-\d\d(, last changed on \d{4}-\d\d-\d\d)?\.\s/
    expect(status.exec(textOf(name))?.[1]).toBe(String(Number(name.slice(0, 4))))
  })

  it("are all in the list, under their titles", () => {
    const listed = [...textOf("README.md").matchAll(/^- \[([^\]]+)\]\((\S+)\)$/gm)].map(([, title, name]) => [
      name,
      title?.replaceAll(/\s+/g, " "),
    ])
    const titles = records.map((name) => [name, /^# (.+)$/m.exec(textOf(name))?.[1]])
    expect(listed.sort()).toEqual(titles.sort())
  })
})
