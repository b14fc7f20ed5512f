import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, it } from "@jest/globals"
import { inBrowser } from "./in-browser.ts"
import { albums, hashOfPage, type Opening } from "./pictures.ts"

const folder = resolve(import.meta.dirname, "../../docs/screenshots")
const shown = readdirSync(folder)
  .filter((file) => file.endsWith(".webp"))
  .map((file) => file.slice(0, -".webp".length))

inBrowser("the pictures in the documents", (browser) => {
  it("are of pages as they are now: else `npm run screenshots` takes them again", async () => {
    const now: Record<string, string> = {}
    const isWanted = (name: string) => shown.includes(name)
    const take: Opening["take"] = async (page, name) => {
      now[name] = await hashOfPage(page)
    }
    for (const open of Object.values(albums)) await open({ browser: browser(), isWanted, take })
    expect(Object.keys(now).sort()).toEqual(shown.sort())
    expect(now).toEqual(JSON.parse(readFileSync(join(folder, "taken.json"), "utf8")))
  })
})
