import { readFileSync } from "node:fs"
import { expect, it } from "@jest/globals"

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8").replaceAll(/<!--.*?-->/g, "")

it("README has at most 1,000 words and names at most 8 commands", () => {
  expect(readme.trim().split(/\s+/).length).toBeLessThanOrEqual(1_000)
  const commands = [...readme.matchAll(/(?:npm (?:ci|start|test|run \S+)|npx wayseal \S+|\.ci\/run)/g)].map(
    ([name]) => name,
  )
  expect(new Set(commands).size).toBeGreaterThan(2)
  expect(new Set(commands).size).toBeLessThanOrEqual(8)
})
